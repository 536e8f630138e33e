"""What the customers own who show the states of the order history. Nothing is saved."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from billing.documents import DocumentUnreachable
from billing.models import FulfilmentState, Order, PaymentState
from billing.order_lists import ALL, OrderPage, Sought
from portal_blocks.one_order import OneOrder
from portal_blocks.sample_orders import (
    SampleOrder,
    Thing,
    load,
    sample_order,
    sample_parcel,
    sample_refund,
)
from portal_blocks.samples import SampleData

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung mit Rindslederfütterung, groß"


class Newcomer(SampleData):
    """Who has not ordered yet."""

    @property
    def all_orders(self) -> list[Order]:
        """None."""
        return []


class Story(SampleData):
    """Who has ordered for a year: every month something, in every state an order can be in."""

    @property
    def all_orders(self) -> list[Order]:
        """One order for each state, the newest first."""
        ends: list[dict[str, object]] = [
            {"payment_state": PaymentState.REQUIRES_ACTION, "fulfilment_state": "unfulfilled"},
            {"payment_state": PaymentState.FAILED, "fulfilment_state": "none"},
            {"payment_state": PaymentState.PENDING, "fulfilment_state": "unfulfilled"},
            {"fulfilment_state": FulfilmentState.UNFULFILLED},
            {"fulfilment_state": FulfilmentState.PARTIAL},
            {"payment_state": PaymentState.PARTIALLY_REFUNDED, "refunded": 500},
            {"payment_state": PaymentState.REFUNDED, "refunded": 4300},
            {"payment_state": PaymentState.DISPUTED},
            {"fulfilment_state": FulfilmentState.RETURNED},
        ]
        names = [_("House Espresso, 1 kg"), _("Hand grinder"), _("Stoneware mug")]
        return [
            sample_order(
                40 - at,
                self.now - timedelta(days=3 + at * 11),
                *(
                    Thing(name, 2400 - 500 * place)
                    for place, name in enumerate(names[: 1 + at % 3])
                ),
                **end,
            )
            for at, end in enumerate(ends)
        ]


class Awkward(SampleData):
    """Long words, large amounts, another way of writing, no number, nothing in it."""

    @property
    def all_orders(self) -> list[Order]:
        """What is hard to lay out."""
        day, yen = timedelta(days=1), {"currency": "JPY"}
        rtl = Thing("مطحنة قهوة يدوية بعيار 12 درجة", 1_234_567)
        return [
            sample_order(9, self.now - day, Thing(LONG, 1_234_567, 12), Thing(LONG, 99), **yen),
            sample_order(8, self.now - 2 * day, rtl, number="", **yen),
            sample_order(7, self.now - 3 * day, number="KC-2026-000000000007", total=0),
        ]


class Midway(Story):
    """Who is between the newest and the oldest orders."""

    def orders(
        self, *, after: str, limit: int, before: str = "", sought: Sought = ALL
    ) -> OrderPage:
        """Orders with newer and older ones."""
        return OrderPage(self.all_orders[:limit], "older", "newer")


class OneBig(SampleData):
    """An order sent in three parcels, with a discount, delivery and tax, given back in part."""

    @property
    def all_orders(self) -> list[Order]:
        """That order."""
        day = timedelta(days=1)
        order = sample_order(
            3,
            self.now - 9 * day,
            Thing(_("House Espresso, 1 kg"), 2400, 2),
            Thing(_("Hand grinder"), 8900),
            Thing(_("Stoneware mug"), 1800, 4),
            discount=1500,
            shipping=490,
            tax=3180,
            total=19890,
            refunded=1800,
            payment_state=PaymentState.PARTIALLY_REFUNDED,
            fulfilment_state=FulfilmentState.PARTIAL,
        )
        parcels = [
            sample_parcel(1, sent=self.now - 7 * day, delivered=self.now - 5 * day),
            sample_parcel(2, sent=self.now - 6 * day, expected=self.now - 4 * day),
            sample_parcel(3, sent=self.now - day, expected=self.now + day),
        ]
        load(order, "fulfilments", parcels)
        load(
            order, "refunds", [sample_refund(1, 1800, self.now - 2 * day, reason=_("A broken mug"))]
        )
        order.billing_address = {**order.shipping_address, "name": "Sample & Daughters Ltd"}
        return [order]


class Unpaid(SampleData):
    """An order that is to be paid by bank transfer."""

    state = PaymentState.PENDING

    @property
    def all_orders(self) -> list[Order]:
        """That order."""
        placed = self.now - timedelta(days=1)
        order = sample_order(3, placed, Thing(_("Hand grinder"), 8900))
        order.payment_state, order.fulfilment_state = self.state, FulfilmentState.UNFULFILLED
        return [order]


class Unconfirmed(Unpaid):
    """An order whose payment the bank wants confirmed."""

    state = PaymentState.REQUIRES_ACTION


class Declined(Unpaid):
    """An order whose payment did not go through."""

    state = PaymentState.FAILED


class Returned(SampleData):
    """An order that came back, and whose money is on its way."""

    @property
    def all_orders(self) -> list[Order]:
        """That order."""
        day = timedelta(days=1)
        order = sample_order(3, self.now - 20 * day, Thing(_("Hand grinder"), 8900))
        order.payment_state, order.refunded = PaymentState.REFUNDED, 8900
        order.fulfilment_state = FulfilmentState.RETURNED
        back = sample_parcel(1, sent=self.now - 18 * day, status=FulfilmentState.RETURNED)
        load(order, "fulfilments", [back])
        load(order, "refunds", [sample_refund(1, 8900, self.now - 3 * day, status="pending")])
        return [order]


class FromSubscription(SampleData):
    """An order that a subscription brought."""

    @property
    def all_orders(self) -> list[Order]:
        """That order."""
        order = super().all_orders[0]
        order.subscription = self.subscriptions[0]
        return [order]


class PartlyGone(OneBig):
    """An order of which one thing is not sold any more."""

    def about(self, order: Order) -> OneOrder:
        """Its second line is gone."""
        return SampleOrder(order, gone=frozenset({order.lines.all()[1].pk}))


class AllGone(OneBig):
    """An order of which nothing is sold any more."""

    def about(self, order: Order) -> OneOrder:
        """All its lines are gone."""
        return SampleOrder(order, gone=frozenset(line.pk for line in order.lines.all()))


class Unreachable(SampleData):
    """Who asks for an invoice while our payment partner is silent."""

    def about(self, order: Order) -> OneOrder:
        """It does not answer."""
        return SampleOrder(order, fault=DocumentUnreachable())
