"""What the customers own who show the states of the subscriptions. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from billing.bills import Bill
from billing.models import Card, PaymentState, Subscription, SubscriptionState
from portal_blocks.one_subscription import OneSubscription
from portal_blocks.sample_subscriptions import (
    SampleSubscription,
    sample_item,
    sample_subscription,
)
from portal_blocks.samples import SampleData

SUB = "sub_sample"
GERMAN = "Donaudampfschifffahrtskapitänskaffee, entkoffeiniert, 1 kg"


@dataclass(frozen=True)
class Subscriber:
    """Makes what somebody owns: their one subscription with `changes`, or several made of `names`.

    `days` lays days from now over moments of the first one. `flags` are what only the queries know.
    `asks`: the bank wants the last payment confirmed.
    """

    changes: Mapping[str, Any] | None = None
    days: Mapping[str, int] | None = None
    flags: Mapping[str, Any] | None = None
    names: Sequence[tuple[str, SubscriptionState]] = ()
    fault: Exception | None = None
    asks: bool = False

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

    @property
    def bills(self) -> list[Bill]:
        """What is owed; the bank may ask for it first."""
        found = super().bills
        for one in found if self.made_by.asks else []:
            one.order.payment_state = PaymentState.REQUIRES_ACTION
        return found

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


def holding(*names: str) -> Mapping[str, Any]:
    """Return the changes for a subscription with these things in it."""
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
ALONE = Subscriber({"items": [{**sample_item(1, "House Espresso", 2400), "product": None}]})
YEN = {"currency": "JPY", "amount": 1234567, "items": [sample_item(1, "House Espresso", 1234567)]}
