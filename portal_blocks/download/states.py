"""A download with and without words of its own, and one with long ones."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.sample_files import SampleDocument
from portal_blocks.states import State

GUIDE = SampleDocument("The brewing guide", "brewing-guide.pdf", 1_240_000)
LONG = {
    "title": "Mitgliederversammlungsprotokoll_2026_endgültige_Fassung_mit_Anlagen",
    "document": SampleDocument("", "protokoll.xlsx", 48_300_000),
    "text": "Beschlüsse, Anwesenheitsliste und Haushaltsplanungsunterlagen.",
}

STATES: Mapping[str, State] = {
    "ready": State(_("With a line about it")),
    "bare": State(_("The document's title alone"), value={"text": ""}),
    "long": State(_("Long words"), value=LONG),
}
