"""The button in both styles, and with long words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

LONG = {"label": "Zahlungsmethode aktualisieren und Lieferung fortsetzen lassen"}

STATES: Mapping[str, State] = {
    "ready": State(_("The one thing to do")),
    "quiet": State(_("Quiet"), value={"style": "quiet"}),
    "long": State(_("Long words"), value=LONG),
}
