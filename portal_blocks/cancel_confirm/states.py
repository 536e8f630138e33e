"""The last step as each kind of customer meets it, and after it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal_blocks.base import Said, Undo
from portal_blocks.leaving.samples import Checking, Dear, Two
from portal_blocks.states import State

_MINE = {"subscription": "sub_sample"}
_UNDO = Undo(
    str(_("Undo")),
    "/do/0/b0b0b0b0-0000-4000-8000-000000000000/restart/",
    _MINE,
    UUID("b0b0b0b0-0000-4000-8000-000000000001"),
)
_DONE = str(_("Your subscription is cancelled. You will not be charged again."))
_DECLINED = str(_("It could not be cancelled. Your subscription goes on as before."))
STATES: Mapping[str, State] = {
    "active": State(_("Active")),
    "at_once": State(_("It ends at once"), value={"cancel_when": "now", "lost": []}),
    "trial": State(_("On trial"), "trialing"),
    "past_due": State(_("Payment failed"), "past_due"),
    "paused": State(_("Paused"), "paused"),
    "words": State(
        _("With words of the shop"),
        value={"words": "<p>Your unused <b>points</b> stay until the end of the year.</p>"},
    ),
    "long": State(
        _("Long words, a large amount"),
        data=Dear,
        value={
            "heading": "Abonnement kündigen",
            "button": "Abonnement jetzt verbindlich kündigen",
            "keep_label": "Abonnement unverändert behalten",
        },
    ),
    "waits": State(
        _("Not possible yet"), value={"cancel_terms": {"renewals": 99, "notice": 0, "states": []}}
    ),
    "several": State(_("Several: which one?"), data=Two),
    "done": State(
        _("Just cancelled"), "ending", query=_MINE, said=Said("success", _DONE, undo=_UNDO)
    ),
    "ending": State(_("Cancelled, and looked at again"), "ending", query=_MINE),
    "cancelled": State(_("Over"), "cancelled", query=_MINE),
    "error": State(_("Refused"), said=Said("error", _DECLINED)),
    "checking": State(_("Being checked"), data=Checking),
    "none": State(_("Nothing to cancel"), "any_customer"),
}
