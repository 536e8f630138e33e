"""What the invented people of `personas.py` own, so that blocks can be seen in the editor.

Nothing here is saved. Rows carry made-up keys, because Django follows relations of saved ones only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Consent, PrivacyRequest
from accounts.session_list import OpenSession
from billing.actions.coupons import CouponPreview
from billing.actions.plans import ItemChange, PlanPreview
from billing.bills import Bill
from billing.details import Details
from billing.failures import Failure
from billing.models import (
    Card,
    Leaving,
    OfferAnswer,
    Operation,
    Order,
    PaymentState,
    Subscription,
    SubscriptionState,
)
from billing.order_lists import ALL, OrderPage, Sought
from billing.parcels import Parcel, ParcelPage
from billing.savings import Saved
from portal_blocks.one_order import OneOrder
from portal_blocks.one_subscription import OneSubscription
from portal_blocks.personas import CAST, PERSONAS, Persona, persona_subject
from portal_blocks.sample_orders import (
    SampleOrder,
    Thing,
    fits,
    parcels_in,
    sample_order,
    sample_orders,
)
from portal_blocks.sample_subscriptions import SampleSubscription, sample_subscription
from portal_blocks.viewer import Viewer
from portals.policy import GracePolicy
from portals.registry import Portal

__all__ = ["PERSONAS", "SampleData", "sample_portal", "sample_viewer"]


def sample_viewer(
    persona: str,
    portal: Portal | None = None,
    *,
    now: datetime | None = None,
    at: datetime | None = None,
) -> Viewer:
    """Return one of `PERSONAS`; `at`: rules are decided as then, with the facts of `now`."""
    now = now or timezone.now()
    portal = portal or sample_portal()
    subject = persona_subject(persona, portal, now)
    name = _("Sam Sample") if subject.signed_in else ""
    data = SampleData(now, CAST[persona])
    return Viewer(portal, replace(subject, now=at or now), data, name=name, is_preview=True)


class SampleData:
    """The invented customer's orders, subscription and card."""

    def __init__(self, now: datetime, persona: Persona) -> None:
        self.now, self.persona = now, persona

    @property
    def subscriptions(self) -> list[Subscription]:
        """One subscription, in the state of the persona."""
        return [sample_subscription(self.now, self.persona)] if self.persona.state else []

    @property
    def cards(self) -> list[Card]:
        """One card, good for two more years."""
        year = self.now.year + 2
        fields: dict[str, Any] = {"pk": 1, "customer_id": 1, "external_id": "pm_sample"}
        card = Card(**fields, brand="visa", last4="4242", exp_month=8, exp_year=year)
        card.is_default = True
        return [card] if self.persona.state else []

    @property
    def bills(self) -> list[Bill]:
        """What whoever's payment failed still has to pay."""
        if self.persona.state != SubscriptionState.PAST_DUE:
            return []
        failed = self.now - timedelta(days=self.persona.in_state)
        order = sample_order(4, failed, Thing(_("House Espresso, 1 kg"), 2400))
        order.payment_state, order.customer_id = PaymentState.FAILED, 1
        order.subscription = self.subscriptions[0]
        return [Bill(order, "in_sample")]

    @property
    def failures(self) -> dict[str, Failure]:
        """The bank found too little money, and is asked again soon."""
        again = self.now + timedelta(days=3)
        return {one.invoice_id: _short_of_money(one, again) for one in self.bills}

    @property
    def savings(self) -> list[Saved]:
        """A little off each renewal, and a code used once."""
        renewals = (self.persona.orders or 0) - 1
        if self.persona.state is None or renewals < 1:
            return []
        began = self.now - timedelta(days=self.persona.started)
        by_subscribing = renewals * 360
        return [Saved("EUR", by_subscribing + 890, by_subscribing, renewals + 1, began)]

    @property
    def open_purchases(self) -> dict[str, Operation]:
        """Nothing is under way."""
        return {}

    @property
    def bought_products(self) -> frozenset[int]:
        """Nothing that an offer could be about."""
        return frozenset()

    @property
    def offer_answers(self) -> dict[tuple[int, str], OfferAnswer]:
        """No offer was answered yet."""
        return {}

    @property
    def details(self) -> Details:
        """All that a shop asks for; parcels go where bills go."""
        name, at = _("Sam Sample"), sample_address()
        to = {"name": name, **at, "phone": "+441214960018"}
        return Details("sam@example.com", name, "+441214960018", at, to)

    @property
    def sessions(self) -> list[OpenSession]:
        """This device, and another."""
        return [sample_session(self.now, number) for number in range(2)]

    @property
    def consents(self) -> dict[str, Consent]:
        """They were asked nothing yet."""
        return {}

    @property
    def privacy_requests(self) -> dict[str, PrivacyRequest]:
        """They asked for nothing."""
        return {}

    @property
    def copy_is_mailed(self) -> bool:
        """They read their e-mails."""
        return True

    @property
    def may_have_cards(self) -> bool:
        """Whoever pays by subscription may."""
        return self.persona.state is not None

    @property
    def all_orders(self) -> list[Order]:
        """Up to three orders: one on its way, two that arrived."""
        return sample_orders(self.now)[: self.persona.orders or 0]

    def orders(
        self, *, after: str, limit: int, before: str = "", sought: Sought = ALL
    ) -> OrderPage:
        """The first page of those that fit, whichever page is asked for."""
        found = [one for one in self.all_orders if fits(one, sought)]
        return OrderPage(found[:limit], next_cursor="older" if len(found) > limit else "")

    def order(self, pk: int) -> Order | None:
        """One of the orders."""
        return next((order for order in self.all_orders if order.pk == pk), None)

    def about(self, order: Order) -> OneOrder:
        """All of it is sold still, and paid by their card."""
        return SampleOrder(order, next(iter(self.cards), None))

    def parcels_under_way(self, now: datetime) -> list[Parcel]:
        """What of the orders has not arrived."""
        return parcels_in(self.all_orders, is_open=True)

    def parcels_that_came(self, now: datetime, *, after: str, limit: int) -> ParcelPage:
        """What of the orders has arrived."""
        found = parcels_in(self.all_orders, is_open=False)
        return ParcelPage(found[:limit], "older" if len(found) > limit else "")

    def leaving(self, subscription: Subscription) -> Leaving | None:
        """They have not thought of cancelling."""
        return None

    @property
    def offers_taken(self) -> frozenset[str]:
        """None yet."""
        return frozenset()

    def coupon(
        self, subscription: Subscription, code: str, *, now: datetime
    ) -> CouponPreview | None:
        """Any code takes a fifth off the next three charges."""
        saves = subscription.amount // 5
        left = subscription.amount - saves
        return CouponPreview(
            "promo_sample", code, "", subscription.currency, saves, left, "repeating", 3
        )

    @property
    def renewals(self) -> dict[int, int]:
        """As many as their orders say."""
        return {one.pk: max((self.persona.orders or 0) - 1, 0) for one in self.subscriptions}

    def sold(self, shop_id: int, prices: Collection[str]) -> frozenset[str]:
        """All of it."""
        return frozenset(prices)

    def about_subscription(self, subscription: Subscription) -> OneSubscription:
        """All of it is sold still."""
        return SampleSubscription(subscription, self.now)

    def swap(
        self, subscription: Subscription, changes: Sequence[ItemChange], *, now: datetime
    ) -> PlanPreview | None:
        """Any other price costs half as much, and what is left of this one is credited."""
        half = subscription.amount // 2
        then = subscription.current_period_end or now
        return PlanPreview(subscription.currency, 0, half, half, then, (), now, "sample")


def _short_of_money(bill: Bill, again: datetime) -> Failure:
    return Failure("insufficient_funds", bill.order.placed_at, again)


def sample_address() -> dict[str, str]:
    """Return an address that nobody lives at."""
    place = {"city": "Birmingham", "postal_code": "B3 1AA", "country": "GB"}
    return {"line1": "24 Example Street", **place}


BROWSERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36",
)


def sample_session(now: datetime, number: int) -> OpenSession:
    """Return an invented sign-in; the first is the one that is looked from."""
    since = now - timedelta(hours=number * 5)
    agent = BROWSERS[number % len(BROWSERS)]
    return OpenSession(UUID(int=number), _("Sample portal"), agent, since, number == 0)


def sample_portal() -> Portal:
    """Return an invented portal, for what is previewed outside any."""
    return Portal(
        host="example.com",
        name=_("Sample portal"),
        site_id=0,
        shop_id=0,
        shop_name="",
        root_page_id=0,
        kind="customer",
        club_id=1,
        club_name=_("The coffee club"),
        admit_ended=True,
        policy=GracePolicy(),
        pause_method="hold",
        active_home_id=None,
        inactive_home_id=None,
        time_zone="Europe/London",
        currency_display="symbol",
        support_email="",
        join_url="",
        site_fields=(),
    )
