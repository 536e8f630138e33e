"""The welcome for those with a name, with none, and with a long one."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

OWN = {"words": "Lovely to see you, {name}", "without_name": "Lovely to see you", "text": ""}
LONG = {
    "words": "Herzlich willkommen im Kaffeeliebhaberabonnementverwaltungsbereich, {name}",
    "text": "Bestellungsbestätigungen und Zahlungsmethoden an einem Ort.",
}

STATES: Mapping[str, State] = {
    "ready": State(_("By name and time of day")),
    "own_words": State(_("In own words"), value=OWN),
    "no_name": State(_("No name is known"), "signed_out", value=OWN),
    "signed_out": State(_("Signed out, no own words"), "signed_out"),
    "long": State(_("Long words"), value=LONG),
}
