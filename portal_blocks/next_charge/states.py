"""The next charge as each kind of customer meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.bills import Bill
from billing.models import PaymentState, Subscription, SubscriptionState
from portal_blocks.sample_subscriptions import sample_item, sample_subscription
from portal_blocks.samples import SampleData
from portal_blocks.states import State

GERMAN = "Donaudampfschifffahrtskapitänskaffee, entkoffeiniert, 1 kg"


@dataclass(frozen=True)
class Owning:
    """Makes the data of somebody with a subscription for each of `changes`, laid over the usual."""

    changes: tuple[Mapping[str, Any], ...]
    days: tuple[int, ...] = ()

    def __call__(self, now: datetime, persona: Any) -> SampleData:
        """Return it, as of now."""
        data = _Owned(now, persona)
        data.made_by = self
        return data


class _Owned(SampleData):
    """The samples of one of the makers above."""

    made_by: Owning

    @property
    def subscriptions(self) -> list[Subscription]:
        """As the maker says; each charges so many days from now."""
        found = []
        for at, changes in enumerate(self.made_by.changes):
            one = sample_subscription(self.now, self.persona)
            one.pk, one.external_id = at + 1, f"sub_sample_{at + 1}"
            if at < len(self.made_by.days):
                one.current_period_end = self.now + timedelta(days=self.made_by.days[at])
            for name, value in changes.items():
                setattr(one, name, value)
            found.append(one)
        return found


class _Confirming(SampleData):
    """Whose bank has not let the last payment through yet."""

    @property
    def bills(self) -> list[Bill]:
        """It waits for the customer."""
        found = super().bills
        for one in found:
            one.order.payment_state = PaymentState.REQUIRES_ACTION
        return found


def _thing(number: int, name: str, amount: int) -> dict[str, Any]:
    return {"items": [sample_item(number, name, amount)], "amount": amount}


DECAF, TEA = _thing(2, "Decaf for the evening", 1230), _thing(3, GERMAN, 1950)
SPRING = {"discounts": [{"name": "Spring", "percent_off": 20.0, "ends_at": None}]}
YEN = {**_thing(4, "House Espresso, 20 kg", 1234567), "currency": "JPY"}
TWELVE = {"items": [sample_item(at, f"Roast number {at}", 200, 1 + at % 2) for at in range(12)]}

STATES: Mapping[str, State] = {
    "active": State(_("One subscription")),
    "several_at_once": State(
        _("Several on one day"), data=Owning(({}, DECAF, {**TEA, **SPRING}), (4, 4, 4))
    ),
    "one_after_another": State(_("One after another"), data=Owning(({}, DECAF, TEA), (4, 9, 20))),
    "currencies": State(_("In two currencies"), data=Owning(({}, YEN), (4, 4))),
    "moving": State(_("It may be moved too"), value={"show_move": True}),
    "confirming": State(_("The bank wants the payment confirmed"), "past_due", data=_Confirming),
    "discounted": State(_("With a discount"), data=Owning((SPRING,), (4,))),
    "incomplete": State(
        _("The first payment has not gone through"),
        data=Owning(({"state": SubscriptionState.INCOMPLETE, "current_period_end": None},)),
    ),
    "trialing": State(_("A trial that ends"), "trialing"),
    "past_due": State(_("Payment failed"), "past_due"),
    "paused": State(_("Paused"), "paused"),
    "ending": State(_("About to end"), "ending"),
    "twelve": State(_("Twelve things in it"), data=Owning((TWELVE,), (4,))),
    "large": State(_("A large amount"), data=Owning((YEN,), (4,))),
    "right_to_left": State(
        _("A name from right to left"), data=Owning((_thing(1, "قهوة عربية بالهيل", 2400),), (4,))
    ),
    "ended": State(_("All is over"), "cancelled"),
    "none": State(_("No subscription"), "any_customer"),
    "hidden": State(_("Hidden from whoever has none"), "any_customer", {"hide_without": True}),
}
