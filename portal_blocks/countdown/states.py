"""A countdown with some time to go, and one that is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from portal_blocks.states import State

SAMPLE = {
    "heading": "The harvest of the year leaves port",
    "day": date(2099, 12, 24),  # the block's preview has one that is near
    "hour": time(18, 0),
    "over": "It is on its way to us.",
}
LONG = {
    "heading": "Vorbestellungsfrist für die Weihnachtssonderröstungsgeschenkpakete",
    "hour": None,
}

STATES: Mapping[str, State] = {
    "ready": State(_("Some time to go")),
    "day": State(_("Until a day is over"), value={"hour": None}),
    "over": State(_("Over"), value={"day": date(2020, 12, 24)}),
    "long": State(_("Long words"), value=LONG),
}
