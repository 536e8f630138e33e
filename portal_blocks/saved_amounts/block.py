"""What a customer has saved so far, in real sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.savings import Saved
from portal_blocks.base import Place, PortalBlock
from portal_blocks.saved_amounts.states import STATES
from portal_blocks.states import State
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day


@dataclass(frozen=True, slots=True)
class SavedRow:
    """What was saved in one currency. `parts`: where it comes from, where that is twofold."""

    total: str
    parts: list[tuple[str, str]]


class SavedAmountsBlock(PortalBlock):
    """The sum of all discounts on paid orders; who has saved nothing sees nothing."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("You have saved"), max_length=100, required=False
    )

    states: ClassVar[Mapping[str, State]] = STATES

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what was saved in each currency, and since when."""
        found = viewer.data.savings
        since = min((one.since for one in found), default=None)
        return {
            "rows": [_row(one, viewer) for one in found],
            "since": day(localtime(since, viewer.portal.tz), viewer) if since else "",
        }

    class Meta:
        icon = "tag"
        label = _("Saved so far")
        group = _("Account")
        description = _("What a customer has saved by subscribing and by discounts.")
        template = "portal_blocks/saved_amounts.html"
        preview_value = {"heading": "You have saved"}


def _row(saved: Saved, viewer: Viewer) -> SavedRow:
    other = saved.total - saved.by_subscribing
    parts = [(_t("By subscribing"), saved.by_subscribing), (_t("By other discounts"), other)]
    return SavedRow(
        total=amount(saved.total, saved.currency, viewer),
        parts=[(label, amount(units, saved.currency, viewer)) for label, units in parts if units],
    )
