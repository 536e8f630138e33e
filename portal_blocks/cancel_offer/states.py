"""Each kind of offer, and what is there once it was taken."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal_blocks.base import Said, Undo
from portal_blocks.leaving.samples import Checking, Dear, Item, Once, Taken, Two
from portal_blocks.states import State

_UNDO = Undo(
    str(_("Undo")),
    "/do/0/b0b0b0b0-0000-4000-8000-000000000000/restart/",
    {"subscription": "sub_sample"},
    UUID("b0b0b0b0-0000-4000-8000-000000000001"),
)
_PAUSED = str(_("Your subscription is paused. It goes on by itself on the day you chose."))
_REFUSED = str(_("This offer is no longer there. Nothing has changed."))
_CODE = {"offer": "discount", "code": "STAY20", "words": ""}
STATES: Mapping[str, State] = {
    "pause": State(_("A pause")),
    "skip": State(_("Skip the next charge"), value={"offer": "skip", "words": ""}),
    "discount": State(_("A discount for some months"), value=_CODE),
    "discount_once": State(_("A discount, once"), value=_CODE, data=Once),
    "swap": State(_("Another price"), value={"offer": "swap", "words": ""}, data=Item),
    "talk": State(
        _("Talk to us"),
        value={
            "offer": "talk",
            "address": "https://example.com/",
            "words": "<p>Tell us what is wrong. A person answers, mostly within the hour.</p>",
        },
    ),
    "trial": State(_("On trial"), "trialing"),
    "long": State(
        _("Long words, a large amount"),
        value={**_CODE, "decline": "Nein danke, ich möchte mit der Kündigung fortfahren"},
        data=Dear,
    ),
    "taken": State(
        _("Just taken"), "paused", data=Taken, said=Said("success", _PAUSED, undo=_UNDO)
    ),
    "refused": State(_("Refused"), said=Said("error", _REFUSED)),
    "several": State(_("Several: which one?"), data=Two),
    "checking": State(_("Being checked"), data=Checking),
    "nothing": State(_("It does not fit: nothing is shown"), "past_due"),
}
