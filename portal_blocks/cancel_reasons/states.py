"""The reasons as each kind of customer meets them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal_blocks.leaving.samples import Checking, Dear, Said, Two
from portal_blocks.states import State

_LONG = "Die Lieferzeiten und Zahlungsbedingungen passen nicht mehr zu meinen Lebensumständen"
STATES: Mapping[str, State] = {
    "one": State(_("One subscription")),
    "chosen": State(_("Comes back to it"), data=Said),
    "several": State(_("Several: which one?"), data=Two),
    "of_several": State(_("One of several"), data=Two, query={"subscription": "sub_second"}),
    "long": State(
        _("Long words, a large amount"),
        data=Dear,
        value={
            "heading": "Warum möchten Sie Ihr Abonnement kündigen?",
            "reasons": [{"words": _LONG, "key": "a"}, {"words": "Sonstiges", "key": "b"}],
        },
    ),
    "without_words": State(_("No few words asked for"), value={"ask_comment": False, "words": ""}),
    "past_due": State(_("Payment failed"), "past_due"),
    "paused": State(_("Paused"), "paused"),
    "ending": State(_("Cancelled already"), "ending", query={"subscription": "sub_sample"}),
    "checking": State(_("A change is being checked"), data=Checking),
    "none": State(_("Nothing to cancel"), "any_customer"),
}
