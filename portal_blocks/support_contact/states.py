"""The contact block with all there is, and with less."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

MAIL_ALONE = {"text": "", "phone": "", "hours": ""}
PHONE_ALONE = {"heading": "", "text": "", "email": ""}
LONG = {
    "heading": "Kundenzufriedenheitsabteilung",
    "email": "kundenzufriedenheitsabteilung@kaffeeroesterei-beispielstadt.example.com",
    "hours": "Montag bis Donnerstag von 9 bis 17 Uhr, freitags bis 15 Uhr, außer an Feiertagen",
}

STATES: Mapping[str, State] = {
    "ready": State(_("All ways")),
    "mail": State(_("E-mail alone"), value=MAIL_ALONE),
    "phone": State(_("Phone and hours, no heading"), value=PHONE_ALONE),
    "long": State(_("Long words"), value=LONG),
}
