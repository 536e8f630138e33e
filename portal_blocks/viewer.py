"""Who looks at a page, with everything about them that blocks may show, loaded at most once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any, TypeVar

from django.utils import timezone

from access_rules.decisions import Decision
from access_rules.subject import Subject
from accounts.models import Consent, PrivacyRequest
from accounts.privacy import Asked, consents_of, requests_of
from accounts.session_list import Here, OpenSession, open_sessions
from billing import bills, failures, leaving, offers, parcels, queries, savings
from billing.actions.coupons import CouponPreview, NoCoupon, offered_coupon
from billing.actions.plans import ItemChange, NoPreview, PlanPreview, preview_plan
from billing.actions.sold_once import bought_by
from billing.details import Details, details_of
from billing.models import Card, Leaving, NoticeKind, OfferAnswer, Operation, Order, Subscription
from billing.notices.outbox import is_on_its_way
from billing.order_lists import ALL, OrderPage, Sought, orders_of
from billing.parcels import Parcel, ParcelPage
from billing.subscription_past import renewals_of
from portal_blocks.customer_data import CustomerData
from portal_blocks.one_order import OneOrder, RealOrder
from portal_blocks.one_subscription import OneSubscription, RealSubscription
from portal_blocks.patience import TooMuch, count_look
from portals.registry import Portal

T = TypeVar("T")
CUSTOMER = "customer"
"""Who presses buttons, where nobody does it for them."""


class RealData:
    """The customer's own data, each kind by one query a request however many blocks ask."""

    def __init__(self, customer_ids: tuple[int, ...], here: Here | None = None) -> None:
        self.customer_ids, self.here = customer_ids, here
        self._leavings: dict[int, Leaving | None] = {}
        self._asked: dict[object, CouponPreview | PlanPreview | None] = {}
        self._found: dict[tuple[Hashable, ...], Any] = {}

    @cached_property
    def subscriptions(self) -> list[Subscription]:
        """All subscriptions, newest first."""
        return queries.subscriptions_of(self.customer_ids)

    @cached_property
    def cards(self) -> list[Card]:
        """All cards, the default one first."""
        return queries.cards_of(self.customer_ids)

    @cached_property
    def bills(self) -> list[bills.Bill]:
        """What is still to be paid, the oldest first.

        Most owe nothing: where their cards say so, nothing is asked.
        """
        owes = {card.customer_id: card.__dict__["owner_owes"] for card in self.cards}
        debtors = [pk for pk in self.customer_ids if owes.get(pk, True)]
        return bills.bills_of(debtors) if debtors else []

    @cached_property
    def details(self) -> Details:
        """What they say of themselves: name, phone, addresses."""
        return details_of(self.customer_ids)

    @cached_property
    def sessions(self) -> list[OpenSession]:
        """Where they are signed in, this session first."""
        return open_sessions(self.here, now=timezone.now()) if self.here is not None else []

    @cached_property
    def consents(self) -> dict[str, Consent]:
        """Their newest answers to the merchant's questions, by purpose."""
        return consents_of(self.customer_ids)

    @cached_property
    def privacy_requests(self) -> dict[str, PrivacyRequest]:
        """What they asked about their data of late, by kind."""
        if self.here is None:
            return {}
        return requests_of(Asked(self.here.account_id, self.customer_ids), now=timezone.now())

    @cached_property
    def copy_is_mailed(self) -> bool:
        """Whether the e-mail with the key to the copy of their data went out, or may still."""
        found = self.privacy_requests.get(PrivacyRequest.Kind.COPY)
        if found is None:
            return False
        return is_on_its_way(self.customer_ids, NoticeKind.DATA_COPY, str(found.pk))

    @cached_property
    def may_have_cards(self) -> bool:
        """Whether a card can be kept for them: whoever bought elsewhere alone has no place for one.

        Asks nothing where they have a card or a subscription.
        """
        if self.cards or self.subscriptions:
            return True
        return queries.payer_of(self.customer_ids) is not None

    @cached_property
    def failures(self) -> dict[str, failures.Failure]:
        """Why bills are not paid, by Stripe's ids of their invoices."""
        wanted = [bill.invoice_id for bill in self.bills]
        return failures.failures_of(self.customer_ids, wanted) if wanted else {}

    @cached_property
    def savings(self) -> list[savings.Saved]:
        """What they have saved, for each currency."""
        return savings.saved_by(self.customer_ids) if self.customer_ids else []

    @cached_property
    def open_purchases(self) -> dict[str, Operation]:
        """What they are buying and is not settled yet, by Stripe's ids of the prices."""
        return offers.open_purchases(self.customer_ids) if self.customer_ids else {}

    @cached_property
    def bought_products(self) -> frozenset[int]:
        """Every product that they have, paid or subscribed to."""
        return bought_by(self.customer_ids) if self.customer_ids else frozenset()

    @cached_property
    def offer_answers(self) -> dict[tuple[int, str], OfferAnswer]:
        """What they have answered to offers, by the page's id and the block's."""
        return offers.answers_of(self.customer_ids) if self.customer_ids else {}

    def orders(
        self, *, after: str, limit: int, before: str = "", sought: Sought = ALL
    ) -> OrderPage:
        """One page of orders, newest first; the same one is read once."""
        ask = partial(orders_of, self.customer_ids, after=after, before=before, sought=sought)
        return self._once((after, before, limit, sought), lambda: ask(limit=limit))

    def order(self, pk: int) -> Order | None:
        """One order of theirs, None if it is somebody else's or there is none."""
        return queries.order_of(self.customer_ids, pk)

    def leaving(self, subscription: Subscription) -> Leaving | None:
        """Their last try to cancel a subscription, over or not."""
        if subscription.pk not in self._leavings:
            self._leavings[subscription.pk] = leaving.latest_leaving(subscription.pk)
        return self._leavings[subscription.pk]

    @cached_property
    def offers_taken(self) -> frozenset[str]:
        """The offers that have kept them from cancelling before."""
        return leaving.offers_taken(self.customer_ids)

    def coupon(
        self, subscription: Subscription, code: str, *, now: datetime
    ) -> CouponPreview | None:
        """What a code takes off, as Stripe reckons it; None where it takes nothing off."""
        key = (subscription.pk, code)
        if key not in self._asked:
            try:
                count_look(subscription.customer_id, now=timezone.now())
                self._asked[key] = offered_coupon(subscription, code, now=now)
            except (NoCoupon, TooMuch):
                self._asked[key] = None
        found = self._asked[key]
        return found if isinstance(found, CouponPreview) else None

    def swap(
        self, subscription: Subscription, changes: Sequence[ItemChange], *, now: datetime
    ) -> PlanPreview | None:
        """What a change of plan costs, as Stripe reckons it; None where it cannot be made."""
        key = (subscription.pk, tuple(changes))
        if key not in self._asked:
            try:
                count_look(subscription.customer_id, now=timezone.now())
                self._asked[key] = preview_plan(subscription, changes, now=now)
            except (NoPreview, TooMuch):
                self._asked[key] = None
        found = self._asked[key]
        return found if isinstance(found, PlanPreview) else None

    @cached_property
    def renewals(self) -> dict[int, int]:
        """How many charges after the first were paid, by our ids of subscriptions."""
        return renewals_of(self.customer_ids) if self.customer_ids else {}

    def sold(self, shop_id: int, prices: Collection[str]) -> frozenset[str]:
        """Which of these prices a subscription can be begun with now; none asks nothing."""
        if not prices:
            return frozenset()
        ask = partial(queries.prices_sold, shop_id, prices)
        return self._once(("sold", shop_id, frozenset(prices)), lambda: frozenset(ask()))

    def about_subscription(self, subscription: Subscription) -> OneSubscription:
        """What may be asked about a subscription of theirs; asks nothing yet."""
        return RealSubscription(subscription)

    def about(self, order: Order) -> OneOrder:
        """What may be asked about an order of theirs; asks nothing yet."""
        return RealOrder(order)

    def parcels_under_way(self, now: datetime) -> list[Parcel]:
        """What is being prepared or on its way, read once."""
        ask = partial(parcels.parcels_under_way, self.customer_ids, now=now)
        return self._once(("under way",), ask)

    def parcels_that_came(self, now: datetime, *, after: str, limit: int) -> ParcelPage:
        """One page of parcels that nobody waits for, newest orders first."""
        ask = partial(parcels.parcels_that_came, self.customer_ids, now=now)
        return self._once(("came", after, limit), lambda: ask(after=after, limit=limit))

    def _once(self, key: tuple[Hashable, ...], ask: Callable[[], T]) -> T:
        """Ask for what blocks name by more than its kind once for all that name the same."""
        if key not in self._found:
            self._found[key] = ask()
        found: T = self._found[key]
        return found


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person looking at one portal, now.

    `refused` is set for somebody who is signed in but whom this portal does not admit; their
    `subject` is that of a signed-out person.
    """

    portal: Portal
    subject: Subject
    data: CustomerData
    customer_ids: tuple[int, ...] = ()
    name: str = ""
    email: str = ""
    refused: Decision | None = None
    is_preview: bool = field(default=False)
    here: Here | None = None
    actor: str = CUSTOMER

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in and admitted."""
        return self.subject.signed_in
