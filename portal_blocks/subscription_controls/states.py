"""The subscriptions block in every state that a customer can meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.actions.plans import NoPreview
from billing.models import Card, Subscription, SubscriptionState
from portal_blocks.base import Said, Undo
from portal_blocks.one_subscription import OneSubscription
from portal_blocks.sample_subscriptions import (
    SampleSubscription,
    sample_item,
    sample_subscription,
)
from portal_blocks.samples import SampleData
from portal_blocks.states import State

SUB = "sub_sample"
ALL_ON = {
    f"allow_{name}": True
    for name in (
        *("pause", "restart", "skip", "move", "frequency", "quantity", "plan"),
        *("address", "gift", "coupon", "card", "cancel"),
    )
}
EVERYTHING: Mapping[str, Any] = {**ALL_ON, "most": 6, "show_controls": "number"}
GERMAN = "Donaudampfschifffahrtskapitänskaffee, entkoffeiniert, 1 kg"
NEVER = UUID(int=0)


@dataclass(frozen=True)
class Subscriber:
    """Makes what somebody owns: their one subscription with `changes`, or several made of `names`.

    `days` lays days from now over moments of the first one. `flags` are what only the queries know.
    """

    changes: Mapping[str, Any] | None = None
    days: Mapping[str, int] | None = None
    flags: Mapping[str, Any] | None = None
    names: Sequence[tuple[str, SubscriptionState]] = ()
    fault: Exception | None = None

    def __call__(self, now: datetime, persona: Any) -> SampleData:
        """Return it, as of now."""
        return _Owned(now, persona, self)


class _Owned(SampleData):
    """The samples of one subscriber."""

    def __init__(self, now: datetime, persona: Any, made_by: Subscriber) -> None:
        super().__init__(now, persona)
        self.made_by = made_by

    @property
    def subscriptions(self) -> list[Subscription]:
        """One as its maker says, or one for each name."""
        made = self.made_by
        if made.names:
            return [self._named(at, *one) for at, one in enumerate(made.names, 1)]
        if self.persona.state is None:
            return []
        one = sample_subscription(self.now, self.persona)
        for name, value in (made.changes or {}).items():
            setattr(one, name, value)
        for name, days in (made.days or {}).items():
            setattr(one, name, self.now + timedelta(days=days))
        one.__dict__.update(made.flags or {})
        return [one]

    @property
    def cards(self) -> list[Card]:
        """None, where the sample is about somebody without."""
        return [] if (self.made_by.changes or {}).get("card_external_id") else super().cards

    def about_subscription(self, subscription: Subscription) -> OneSubscription:
        """What may be asked, or the fault of the sample."""
        return SampleSubscription(subscription, self.now, self.made_by.fault)

    def _named(self, number: int, name: str, state: SubscriptionState) -> Subscription:
        one = sample_subscription(self.now, self.persona)
        amount = 900 + number * 310
        one.pk, one.external_id, one.state = number, f"{SUB}_{number}", state
        one.items, one.amount = [sample_item(number, name, amount)], amount
        one.current_period_end = self.now + timedelta(days=5 + number * 3)
        one.started_at = self.now - timedelta(days=200 + number)
        if state in (SubscriptionState.CANCELLED, SubscriptionState.EXPIRED):
            one.ended_at = self.now - timedelta(days=20 * number)
        if state == SubscriptionState.TRIALING:
            one.trial_ends_at = one.current_period_end
        one.cancel_at = one.current_period_end if state == SubscriptionState.ENDING else None
        one.pause_kind = "hold" if state == SubscriptionState.PAUSED else ""
        return one


def _holding(*names: str) -> Mapping[str, Any]:
    """The changes for a subscription with these things in it."""
    items = _items(*names)
    return {"items": items, "amount": sum(one["unit_amount"] * one["quantity"] for one in items)}


def _items(*names: str) -> list[dict[str, Any]]:
    return [sample_item(at, name, 890 + at * 40, 1 + at % 3) for at, name in enumerate(names, 1)]


_S = SubscriptionState
FEW = [
    ("House Espresso, 1 kg", _S.ACTIVE),
    ("Decaf for the evening", _S.PAUSED),
    ("Tasting set", _S.PAST_DUE),
    (GERMAN, _S.ENDING),
    ("قهوة عربية بالهيل", _S.TRIALING),
    ("Filter of the month", _S.CANCELLED),
    ("Morning blend", _S.EXPIRED),
]
MANY = [(f"Office coffee, floor {floor}", _S.ACTIVE) for floor in range(1, 501)]
TWELVE = [
    *("House Espresso, 1 kg", "Decaf, 500 g", "Guji, 250 g", "Filter papers", "Oat drink"),
    *("Hot chocolate", "Chai", "Green tea", "Cold brew", "Biscotti", "Sugar", GERMAN),
]
SKIPPED: Any = _("The next charge is skipped.")
UNDO: Any = _("Undo")
IN_CHECK: Any = _(
    "We are checking with our payment partner. You can close this page; nothing is done twice."
)
NO_MONEY: Any = _("Your bank declined the card. You have not been charged. Try another card.")
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
LONG_NOTE = Said("error", TOO_LONG, SUB, faults={"note": TOO_LONG}, entered={"note": NOTE * 18})
LATER: Mapping[str, Any] = {
    **EVERYTHING,
    "pause_terms": {"states": [], "renewals": 12, "notice": 0},
    "skip_terms": {"renewals": 0, "notice": 14},
    "cancel_terms": {"states": [], "renewals": 9, "notice": 0},
}
IN_LIST: Mapping[str, Any] = {**EVERYTHING, "show_controls": "list"}
ON_PAGE: Mapping[str, Any] = {**EVERYTHING, "show_controls": "page"}
YEN = {"currency": "JPY", "amount": 1234567, "items": [sample_item(1, "House Espresso", 1234567)]}


def _state(label: Any, persona: str = "active", **how: Any) -> State:
    return State(label, persona, **{"value": EVERYTHING, **how})


STATES: Mapping[str, State] = {
    "active": _state(_("Active")),
    "few_allowed": State(_("Active, a few things allowed")),
    "trialing": _state(_("On trial"), "trialing"),
    "past_due": _state(_("Payment failed"), "past_due"),
    "paused": _state(_("Paused until a day"), "paused", data=Subscriber(days={"resumes_at": 24})),
    "ending": _state(_("Ending"), "ending"),
    "cancelled": _state(_("Cancelled"), "cancelled"),
    "incomplete": _state(
        _("Not started"), data=Subscriber({"state": _S.INCOMPLETE, "current_period_end": None})
    ),
    "unknown": _state(_("In a state that we do not know"), data=Subscriber({"state": _S.UNKNOWN})),
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
    "moving": _state(_("About to move a charge"), query={"open": "move", "subscription": SUB}),
    "cancelling": _state(_("About to cancel"), query={"open": "cancel", "subscription": SUB}),
    "address": _state(_("About to send it elsewhere"), query={"open": "address"}),
    "address_wrong": _state(_("An address with faults"), said=WRONG_ADDRESS),
    "note": _state(_("A gift note"), data=Subscriber({"gift_note": NOTE}), query={"open": "gift"}),
    "note_too_long": _state(
        _("A note that is too long"),
        said=LONG_NOTE,
    ),
    "twelve": _state(_("Twelve things in it"), data=Subscriber(_holding(*TWELVE))),
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
        data=Subscriber(_holding(*TWELVE[:4])),
        view=("subscription", SUB),
    ),
    "plan": _state(_("Choosing a plan"), view=("plan", SUB)),
    "frequency": _state(_("Choosing how often"), view=("frequency", SUB)),
    "frequency_cost": _state(
        _("What another rhythm costs"), view=("frequency", SUB), query={"rhythm": "week-8"}
    ),
    "quantity": _state(
        _("Choosing how many"),
        data=Subscriber(_holding(*TWELVE)),
        view=("quantity", SUB),
    ),
    "quantity_cost": _state(
        _("What more costs"), view=("quantity", SUB), query={"quantity-si_1": "3"}
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
    "again": _state(_("Starting it again"), "cancelled", view=("again", SUB)),
}
