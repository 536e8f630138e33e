"""What blocks may ask of a customer: the one list of it, for real ones and for samples."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from accounts.models import Consent, PrivacyRequest
from accounts.session_list import OpenSession
from billing import bills, failures, savings
from billing.actions.coupons import CouponPreview
from billing.actions.plans import ItemChange, PlanPreview
from billing.details import Details
from billing.models import Card, Leaving, OfferAnswer, Operation, Order, Subscription
from billing.order_lists import ALL, OrderPage, Sought
from billing.parcels import Parcel, ParcelPage
from portal_blocks.one_order import OneOrder
from portal_blocks.one_subscription import OneSubscription


class CustomerData(Protocol):
    """What blocks may ask of a customer. Real ones read the database, samples invent."""

    @property
    def subscriptions(self) -> list[Subscription]: ...

    @property
    def cards(self) -> list[Card]: ...

    @property
    def bills(self) -> list[bills.Bill]: ...

    @property
    def may_have_cards(self) -> bool: ...

    @property
    def sessions(self) -> list[OpenSession]: ...

    @property
    def consents(self) -> dict[str, Consent]: ...

    @property
    def privacy_requests(self) -> dict[str, PrivacyRequest]: ...

    @property
    def copy_is_mailed(self) -> bool: ...

    @property
    def details(self) -> Details: ...

    @property
    def failures(self) -> dict[str, failures.Failure]: ...

    @property
    def savings(self) -> list[savings.Saved]: ...

    @property
    def open_purchases(self) -> dict[str, Operation]: ...

    @property
    def bought_products(self) -> frozenset[int]: ...

    @property
    def offer_answers(self) -> dict[tuple[int, str], OfferAnswer]: ...

    def orders(
        self, *, after: str, limit: int, before: str = "", sought: Sought = ALL
    ) -> OrderPage: ...

    def order(self, pk: int) -> Order | None: ...

    def about(self, order: Order) -> OneOrder: ...

    def parcels_under_way(self, now: datetime) -> list[Parcel]: ...

    def parcels_that_came(self, now: datetime, *, after: str, limit: int) -> ParcelPage: ...

    def leaving(self, subscription: Subscription) -> Leaving | None: ...

    @property
    def offers_taken(self) -> frozenset[str]: ...

    def coupon(
        self, subscription: Subscription, code: str, *, now: datetime
    ) -> CouponPreview | None: ...

    def swap(
        self, subscription: Subscription, changes: Sequence[ItemChange], *, now: datetime
    ) -> PlanPreview | None: ...

    @property
    def renewals(self) -> Mapping[int, int]: ...

    def sold(self, shop_id: int, prices: Collection[str]) -> frozenset[str]: ...

    def about_subscription(self, subscription: Subscription) -> OneSubscription: ...
