"""Invented people with cards that end or fail and bills to pay, for the states of blocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from billing.bills import Bill
from billing.failures import Failure
from billing.models import Card, Order, PaymentState, Subscription, SubscriptionState
from portal_blocks.personas import Persona
from portal_blocks.samples import SampleData

LONG = "Jahresabonnement Donaudampfschifffahrtsgesellschaftskapitänsmützenauswahl"
Made = Callable[[datetime, Persona], SampleData]


class SeveralCards(SampleData):
    """A good card that pays, one that ends soon, one that has ended."""

    @property
    def cards(self) -> list[Card]:
        """The main card, and two spare ones."""
        soon, past = self.now + timedelta(days=31), self.now - timedelta(days=62)
        return [
            *super().cards,
            spare_card(2, "mastercard", "4444", ends=soon),
            spare_card(3, "amex", "0005", ends=past),
        ]


class EndingCard(SampleData):
    """The only card ends before the charge after next."""

    @property
    def cards(self) -> list[Card]:
        """One card, good until the end of this month."""
        return [main_card(ends=self.now)]


class EndedCard(SampleData):
    """The only card has ended, and a charge comes."""

    @property
    def cards(self) -> list[Card]:
        """One card, good until two months ago."""
        return [main_card(ends=self.now - timedelta(days=62))]


class CheckedCard(SampleData):
    """A change of the card is not settled yet."""

    @property
    def cards(self) -> list[Card]:
        """The main card, of which something is not known."""
        found = super().cards
        for card in found:
            card.__dict__["has_open_operation"] = True
        return found


class LongNames(SeveralCards):
    """Two subscriptions with names that hardly fit."""

    @property
    def subscriptions(self) -> list[Subscription]:
        """What is sampled, and one more with a long name."""
        return [*super().subscriptions, *second_subscription(super().subscriptions)]


class SeveralBills(LongNames):
    """A renewal that failed, one in a currency without cents, an order not paid yet."""

    @property
    def bills(self) -> list[Bill]:
        """Three bills, the oldest first."""
        coffee, box = self.subscriptions
        day = timedelta(days=1)
        return [
            bill_for("in_1", coffee, total=2400, placed_at=self.now - 6 * day),
            bill_for("in_2", box, total=1_234_567, currency="JPY", placed_at=self.now - 3 * day),
            bill_for("in_3", None, total=8900, state="pending", placed_at=self.now - day),
        ]


def failing(code: str, *, again_in: int | None = None) -> Made:
    """Return whom the bank refuses with this code; it is tried again in so many days, or never."""

    class Failing(SampleData):
        @property
        def failures(self) -> dict[str, Failure]:
            again = None if again_in is None else self.now + timedelta(days=again_in)
            at = self.now - timedelta(days=self.persona.in_state)
            return {one.invoice_id: Failure(code, at, again) for one in self.bills}

    return Failing


def owing(state: str = "failed", *, is_being_checked: bool = False) -> Made:
    """Return who owes one renewal, in this state of its payment."""

    class Owing(SampleData):
        @property
        def bills(self) -> list[Bill]:
            [coffee] = self.subscriptions
            placed = self.now - timedelta(days=3)
            found = bill_for("in_sample", coffee, total=2400, state=state, placed_at=placed)
            return [Bill(found.order, found.invoice_id, is_being_checked)]

    return Owing


def main_card(*, ends: datetime) -> Card:
    """Return a card that pays everything, good to the end of a month."""
    return _card(1, "visa", "4242", ends=ends, is_default=True)


def spare_card(pk: int, brand: str, last4: str, *, ends: datetime) -> Card:
    """Return a card that pays nothing."""
    return _card(pk, brand, last4, ends=ends, is_default=False)


def second_subscription(known: list[Subscription]) -> list[Subscription]:
    """Return one more of those, with another name and price; none where there are none."""
    for one in known[:1]:
        one.pk, one.external_id, one.card_external_id = 2, "sub_second", ""
        one.items = [{"name": LONG, "quantity": 1, "image_url": ""}]
        one.currency, one.amount = "JPY", 1_234_567
        one.interval, one.interval_count = "year", 1
    return known[:1]


def bill_for(
    invoice_id: str,
    subscription: Subscription | None,
    *,
    total: int,
    placed_at: datetime,
    **details: Any,
) -> Bill:
    """Return a bill; `details`: its currency, and the state of its payment."""
    number = invoice_id.removeprefix("in_").upper()
    order = Order(pk=50, customer_id=1, number=f"CR-{number}", total=total, placed_at=placed_at)
    order.currency = details.get("currency", "EUR")
    order.payment_state = PaymentState(details.get("state", "failed"))
    order.subscription = subscription
    if subscription is not None and order.payment_state == PaymentState.FAILED:
        subscription.state = SubscriptionState.PAST_DUE
    return Bill(order, invoice_id)


def _card(pk: int, brand: str, last4: str, *, ends: datetime, is_default: bool) -> Card:
    fields: dict[str, Any] = {"pk": pk, "customer_id": 1, "external_id": f"pm_sample{pk}"}
    made = Card(**fields, brand=brand, last4=last4, exp_month=ends.month, exp_year=ends.year)
    made.is_default = is_default
    return made
