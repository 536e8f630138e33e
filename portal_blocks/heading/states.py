"""The heading in each of its sizes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

LONG = "Donaudampfschifffahrtsgesellschaft: Lieferungen, Rechnungen und Zahlungsmethoden"

STATES: Mapping[str, State] = {
    "section": State(_("A section")),
    "part": State(_("Part of a section"), value={"text": "Paused until spring", "level": "h3"}),
    "long": State(_("Long words"), value={"text": LONG}),
}
