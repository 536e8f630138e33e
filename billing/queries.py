"""Every read of orders, subscriptions and cards that other packages make, but for long lists.

Whose they are is always an argument: an id from a URL or a form finds nothing that belongs to
other customers. Customers are given by their ids, because one person may be several of them.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Lower

from accounts.models import Customer
from billing.models import Card, Operation, Order, Outcome, PaymentState, Price, Subscription
from billing.stripe_accounts import account_of_shop
from portals.prepared import Prepared

UNSETTLED = (Outcome.PENDING, Outcome.UNKNOWN)
UNPAID = (PaymentState.PENDING, PaymentState.REQUIRES_ACTION, PaymentState.FAILED)


def customer_of_order(shop_id: int, email: str, number: str) -> Customer | None:
    """Return who has this e-mail address and an order of this number, None where nobody does.

    One query of one shape, found or not. The address is the customer's own, as it is now: whoever
    had an earlier one may not sign in with it.
    """
    orders = (
        Order.objects.alias(number_lower=Lower("number"))
        .filter(
            shop_id=shop_id,
            number_lower=Lower(Value(_clean(number))),
            customer__email=_clean(email).lower(),
            customer__email__gt="",
            customer__deleted_at__isnull=True,
        )
        .select_related("customer__account", "customer__shop")
        .order_by("-placed_at", "-id")
    )
    order = orders.first()
    return order.customer if order is not None else None


def order_of(customer_ids: Collection[int], number_or_pk: str | int) -> Order | None:
    """Return one order with lines, refunds and parcels: by number if text, by our id if not."""
    orders = Order.objects.filter(customer_id__in=customer_ids)
    if isinstance(number_or_pk, int):
        orders = orders.filter(pk=number_or_pk)
    else:
        orders = orders.alias(number_lower=Lower("number"))
        orders = orders.filter(number_lower=Lower(Value(_clean(number_or_pk))))
    found = orders.prefetch_related("lines", "refunds", "fulfilments")
    return found.order_by("-placed_at", "-id").first()


def subscriptions_of(customer_ids: Collection[int]) -> list[Subscription]:
    """Return subscriptions, ended ones too, the latest first, by one query.

    Each knows whether a change of it is being checked (`is_being_checked`), which one waits for
    the customer (`waits_for`), and when it goes on by itself (`returns_at`).
    """
    return _SUBSCRIPTIONS.rows(tuple(customer_ids))


def subscription_of(customer_ids: Collection[int], external_id: str) -> Subscription | None:
    """Return one subscription by Stripe's id, None where it is nobody's of these."""
    return _subscriptions(customer_ids).filter(external_id=_clean(external_id)).first()


def cards_of(customer_ids: Collection[int]) -> list[Card]:
    """Return cards, the default first.

    Each has `has_open_operation`: whether a change of it, or of the customer's cards, is not
    settled yet; and `owner_owes`: whether there are bills of its customer.
    """
    return _CARDS.rows(tuple(customer_ids))


def prices_of_shop(shop_id: int) -> list[Price]:
    """Return what a shop sells, and for how much, with the products, by their names."""
    sold = Price.objects.filter(shop_id=shop_id, is_active=True, product__is_active=True)
    rows = sold.select_related("product")
    return list(rows.order_by("product__name", "product_id", "unit_amount", "id"))


def card_of(customer_ids: Collection[int], external_id: str) -> Card | None:
    """Return one card by Stripe's id, None where it is nobody's of these."""
    found = Card.objects.filter(customer_id__in=customer_ids, external_id=_clean(external_id))
    return found.select_related("customer").first()


def payer_of(customer_ids: Collection[int]) -> Customer | None:
    """Return who of these may have cards, the one who began last; None where nobody may."""
    found = Customer.objects.filter(pk__in=customer_ids, source="stripe", deleted_at=None)
    return found.order_by("-pk").first()


def publishable_key_of(shop_id: int) -> str:
    """Return the key that browsers may know, of the Stripe account of a shop."""
    return account_of_shop(shop_id).publishable_key


def operation_of(customer_ids: Collection[int], operation_id: UUID) -> Operation | None:
    """Return one operation, None where it is nobody's of these."""
    found = Operation.objects.filter(customer_id__in=customer_ids, pk=operation_id)
    return found.select_related("customer").first()


def prices_sold(shop_id: int, external_ids: Collection[str]) -> set[str]:
    """Return which of these prices a subscription can be begun with now, by Stripe's ids."""
    sold = Price.objects.filter(
        shop_id=shop_id,
        external_id__in=external_ids,
        is_active=True,
        product__is_active=True,
    ).exclude(interval="")
    return set(sold.values_list("external_id", flat=True))


def _subscriptions(customer_ids: Collection[int]) -> QuerySet[Subscription]:
    mine = unsettled(OuterRef("external_id"))
    waiting = Operation.objects.filter(
        customer=OuterRef("customer"), target=OuterRef("external_id"), outcome=Outcome.WAITING
    )
    found = Subscription.objects.filter(customer_id__in=customer_ids).annotate(
        has_open_operation=Exists(mine),
        planned_return_at=F("planned_return__at"),
        waiting_operation_id=Subquery(waiting.values("pk")[:1]),
    )
    return found.order_by("-started_at", "-id")


def _cards(customer_ids: Collection[int]) -> QuerySet[Card]:
    owed = Order.objects.filter(customer=OuterRef("customer"), payment_state__in=UNPAID)
    found = Card.objects.filter(customer_id__in=customer_ids).annotate(
        has_open_operation=Exists(unsettled(OuterRef("external_id")))
        | Exists(unsettled(OuterRef("customer__external_id"))),
        owner_owes=Exists(owed),
    )
    return found.order_by("-is_default", "-id")


def unsettled(target: OuterRef) -> QuerySet[Operation]:
    """Return the operations about `target`, of its own customer, that are not settled yet."""
    return Operation.objects.filter(
        customer=OuterRef("customer"), target=target, outcome__in=UNSETTLED
    )


_SUBSCRIPTIONS, _CARDS = Prepared(_subscriptions), Prepared(_cards)


def _clean(text: str) -> str:
    # PostgreSQL refuses a zero byte with an error in place of finding nothing.
    return text.replace("\x00", "").strip()
