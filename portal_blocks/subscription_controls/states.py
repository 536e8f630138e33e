"""The subscriptions block in every state that a customer can meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.actions.baskets import NotSold
from billing.actions.coupons import NoCoupon
from billing.actions.plans import NoPreview
from billing.models import SubscriptionState
from portal_blocks.base import Said, Undo
from portal_blocks.sample_subscriptions import sample_item
from portal_blocks.states import State
from portal_blocks.subscription_controls.owned import (
    ALONE,
    FEW,
    GERMAN,
    MANY,
    SUB,
    TWELVE,
    YEN,
    Subscriber,
    holding,
)

ALL_ON = {
    f"allow_{name}": True
    for name in (
        *("pause", "restart", "skip", "move", "frequency", "quantity", "plan"),
        *("address", "gift", "coupon", "card", "cancel"),
    )
}
EVERYTHING: Mapping[str, Any] = {**ALL_ON, "most": 6, "show_controls": "number"}
NEVER = UUID(int=0)
SKIPPED: Any = _("The next charge is skipped.")
UNDO: Any = _("Undo")
IN_CHECK: Any = _(
    "We are checking with our payment partner. You can close this page; nothing is done twice."
)
NO_MONEY: Any = _("Your bank declined the card. You have not been charged. Try another card.")
NO_SUCH_CODE = "We do not know this code. Check how it is written."
NOT_SOLD = "Not everything in this is sold any more."
TOO_LONG: Any = _("Nothing was saved: a note has 450 characters at most. This one has 612.")
UNSAVED: Any = _("Nothing was saved yet. Look at what is marked, please.")
NO_STREET: Any = _("“Street address” is missing.")
NO_CODE: Any = _("This does not look right for Germany. An example: 26133.")
NOTE = "Happy birthday, dear Aunt Hilde \N{BIRTHDAY CAKE} "
STREET = {"name": "Hilde Königsberger", "line1": "Weg 1 \N{HOUSE WITH GARDEN}", "city": "Berlin"}
BERLIN = {**STREET, "postal_code": "10969", "country": "DE"}
TYPED = {"to-country": "DE", "to-form_of": "DE", "to-name": "Hilde", "to-postal_code": "12"}
DONE = Said("success", SKIPPED, SUB, undo=Undo(UNDO, "", {"subscription": SUB}, NEVER))
CHECKING = Said("info", IN_CHECK, SUB, is_checking=True)
DECLINED = Said("error", NO_MONEY, SUB)
WRONG_ADDRESS = Said(
    "error",
    UNSAVED,
    SUB,
    faults={"to-line1": NO_STREET, "to-postal_code": NO_CODE},
    entered=TYPED,
)
UNCHANGED: Any = _("Nothing was changed yet. Look at what is marked, please.")
NO_DAY: Any = _("Write the day like this: 2027-01-31.")
WRONG_DAY = Said("error", UNCHANGED, SUB, faults={"until": NO_DAY}, entered={"until": "24.12.2026"})
LONG_NOTE = Said("error", TOO_LONG, SUB, faults={"note": TOO_LONG}, entered={"note": NOTE * 18})
LATER: Mapping[str, Any] = {
    **EVERYTHING,
    "pause_terms": {"states": [], "renewals": 12, "notice": 0},
    "skip_terms": {"renewals": 0, "notice": 14},
    "cancel_terms": {"states": [], "renewals": 9, "notice": 0},
}
IN_LIST: Mapping[str, Any] = {**EVERYTHING, "show_controls": "list"}
ON_PAGE: Mapping[str, Any] = {**EVERYTHING, "show_controls": "page"}


def _state(label: Any, persona: str = "active", **how: Any) -> State:
    return State(label, persona, **{"value": EVERYTHING, **how})


STATES: Mapping[str, State] = {
    "active": _state(_("Active")),
    "few_allowed": State(_("Active, a few things allowed")),
    "trialing": _state(_("On trial"), "trialing"),
    "past_due": _state(_("Payment failed"), "past_due"),
    "confirming": _state(
        _("The bank wants the payment confirmed"), "past_due", data=Subscriber(asks=True)
    ),
    "paused": _state(_("Paused until a day"), "paused", data=Subscriber(days={"resumes_at": 24})),
    "ending": _state(_("Ending"), "ending"),
    "cancelled": _state(_("Cancelled"), "cancelled"),
    "incomplete": _state(
        _("Not started"),
        data=Subscriber({"state": SubscriptionState.INCOMPLETE, "current_period_end": None}),
    ),
    "unknown": _state(
        _("In a state that we do not know"), data=Subscriber({"state": SubscriptionState.UNKNOWN})
    ),
    "moved": _state(_("The next charge was moved"), data=Subscriber(days={"moved_from": 4})),
    "discounted": _state(
        _("With a discount and no card"),
        data=Subscriber(
            {
                "card_external_id": "pm_none",
                "discounts": [{"name": "Spring", "percent_off": 20.0, "ends_at": None}],
            }
        ),
    ),
    "waiting": _state(
        _("The bank waits for the customer"), data=Subscriber(flags={"waiting_operation_id": NEVER})
    ),
    "checking": _state(
        _("A change is being checked"),
        data=Subscriber(flags={"has_open_operation": True}),
        said=CHECKING,
    ),
    "done": _state(
        _("Just done, can be undone"), data=Subscriber(days={"moved_from": 4}), said=DONE
    ),
    "refused": _state(_("Just refused"), said=DECLINED),
    "later": _state(_("Possible later"), value=LATER),
    "pausing": _state(_("About to pause"), query={"open": "pause", "subscription": SUB}),
    "day_wrong": _state(_("A day that is none"), said=WRONG_DAY),
    "moving": _state(_("About to move a charge"), query={"open": "move", "subscription": SUB}),
    "cancelling": _state(_("About to cancel"), query={"open": "cancel", "subscription": SUB}),
    "address": _state(_("About to send it elsewhere"), query={"open": "address"}),
    "address_wrong": _state(_("An address with faults"), said=WRONG_ADDRESS),
    "note": _state(_("A gift note"), data=Subscriber({"gift_note": NOTE}), query={"open": "gift"}),
    "note_too_long": _state(
        _("A note that is too long"),
        said=LONG_NOTE,
    ),
    "twelve": _state(_("Twelve things in it"), data=Subscriber(holding(*TWELVE))),
    "long": _state(
        _("A long name, and a large amount"),
        data=Subscriber({**YEN, "items": [sample_item(1, GERMAN, 1234567)]}),
    ),
    "right_to_left": _state(
        _("A name from right to left"),
        data=Subscriber({"items": [sample_item(1, "قهوة عربية بالهيل", 2400)]}),
    ),
    "none": _state(_("None"), "any_customer"),
    "several": _state(_("Several"), data=Subscriber(names=FEW)),
    "in_list": _state(_("Several, all in the list"), value=IN_LIST, data=Subscriber(names=FEW[:3])),
    "many": _state(_("Five hundred"), data=Subscriber(names=MANY)),
    "page": _state(
        _("On its own page"),
        value=ON_PAGE,
        data=Subscriber({"shipping_address": BERLIN, "gift_note": NOTE}),
        view=("subscription", SUB),
    ),
    "page_several": _state(
        _("On its own page, with several things"),
        value=ON_PAGE,
        data=Subscriber(holding(*TWELVE[:4])),
        view=("subscription", SUB),
    ),
    "page_ended": _state(
        _("On its own page, ended"), "cancelled", value=ON_PAGE, view=("subscription", SUB)
    ),
    "plan": _state(_("Choosing a plan"), view=("plan", SUB)),
    "plan_cost": _state(
        _("What another plan costs"),
        view=("plan", SUB),
        query={"item": "si_1", "price": "price_1_8", "quantity": "1"},
    ),
    "no_plan": _state(_("No other plan"), data=ALONE, view=("plan", SUB)),
    "frequency": _state(_("Choosing how often"), view=("frequency", SUB)),
    "frequency_cost": _state(
        _("What another rhythm costs"), view=("frequency", SUB), query={"rhythm": "week-8"}
    ),
    "frequency_credit": _state(
        _("A rhythm that leaves something over"),
        data=Subscriber({"amount": 3600}),
        view=("frequency", SUB),
        query={"rhythm": "week-2"},
    ),
    "no_frequency": _state(_("No other rhythm"), data=ALONE, view=("frequency", SUB)),
    "quantity": _state(
        _("Choosing how many"),
        data=Subscriber(holding(*TWELVE)),
        view=("quantity", SUB),
    ),
    "quantity_cost": _state(
        _("What more costs"), view=("quantity", SUB), query={"quantity-si_1": "3"}
    ),
    "no_quantity": _state(
        _("Never more than one"), value={**EVERYTHING, "most": 1}, view=("quantity", SUB)
    ),
    "no_cost": _state(
        _("What it costs cannot be said"),
        data=Subscriber(
            fault=NoPreview(
                "We cannot reach our payment partner. Nothing has changed; try again soon.", "away"
            )
        ),
        view=("quantity", SUB),
        query={"quantity-si_1": "3"},
    ),
    "code": _state(_("Typing a code"), view=("code", SUB)),
    "code_found": _state(_("What a code saves"), view=("code", SUB), query={"code": "SPRING"}),
    "code_refused": _state(
        _("A code that gives nothing"),
        data=Subscriber(fault=NoCoupon(NO_SUCH_CODE, "unknown")),
        view=("code", SUB),
        query={"code": "FRUEHLINGSERWACHEN2026"},
    ),
    "again": _state(_("Starting it again"), "cancelled", view=("again", SUB)),
    "again_new_card": _state(
        _("Starting it again with a new card"),
        "cancelled",
        data=Subscriber({"card_external_id": "pm_none"}),
        view=("again", SUB),
    ),
    "again_gone": _state(
        _("It cannot be started again"),
        "cancelled",
        data=Subscriber(fault=NotSold(NOT_SOLD, "gone")),
        view=("again", SUB),
    ),
}
