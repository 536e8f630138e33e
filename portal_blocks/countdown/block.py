"""Counts down to a moment in the portal's time zone; says the date in words as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import Place, PortalBlock
from portal_blocks.countdown.counting import in_words, moment_of, parts_left
from portal_blocks.countdown.states import SAMPLE, STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer
from portals import clock


class CountdownBlock(PortalBlock):
    """Right without a script, as of when the page was made; with one it goes on counting."""

    heading = blocks.CharBlock(label=_("What it is about"), max_length=120)
    day = blocks.DateBlock(label=_("Day"))
    hour = blocks.TimeBlock(
        label=_("Time"),
        required=False,
        help_text=_("In the portal's time zone. Empty: until that day is over."),
    )
    over = blocks.CharBlock(
        label=_("Once it is over"),
        max_length=200,
        required=False,
        help_text=_("What is said then. Empty: the block is gone."),
    )

    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the moment and what is left until then; a draft may have no day yet."""
        if value["day"] is None:
            return {"is_shown": False}
        zone, now = viewer.portal.tz, viewer.subject.now
        until = moment_of(value["day"], value.get("hour"), zone)
        parts = parts_left(until, now)
        today = now.astimezone(zone).date()
        return {
            "until": until.isoformat(),
            "parts": parts,
            "words": in_words(value["day"], value.get("hour"), today=today),
            "is_shown": bool(parts or value.get("over")),
        }

    def get_preview_value(self) -> Any:
        """Show some days to go, whenever it is looked at."""
        day = (clock.now() + timedelta(days=12)).date()
        return self.normalize({**super().get_preview_value(), "day": day})

    class Meta:
        icon = "time"
        label = _("Countdown")
        group = _("Selling")
        description = _("Counts down to a moment, and says what comes then.")
        template = "portal_blocks/countdown.html"
        preview_value = SAMPLE
