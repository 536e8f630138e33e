"""What an offer has to know: the price, who buys, and how an earlier click stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from accounts.models import Customer
from billing.actions.new_customer import may_buy
from billing.actions.operation import UNDER_WAY
from billing.actions.selling import NEW_CARD, PURCHASES
from billing.actions.sold_once import NOT_RUNNING
from billing.mirror.customers import SOURCE
from billing.models import OfferAnswer, Operation, Outcome, Price, Subscription

LATELY = timedelta(hours=1)
"""For so long whoever buys the same by one press once more is asked first."""


def price_of_shop(shop_id: int, external_id: str) -> Price | None:
    """Return a price by Stripe's id, also one no longer sold; None where it is not this shop's."""
    found = Price.objects.filter(shop_id=shop_id, external_id=external_id)
    return found.select_related("product").first()


def buyer_of(customer_ids: Collection[int]) -> Customer | None:
    """Return which of the customers that one person is buys: one with a main card, if any has.

    Else one whom Stripe knows, else one of whom it can be told; None where there is none.
    """
    mine = Customer.objects.filter(pk__in=customer_ids, deleted_at=None)
    known = mine.filter(source=SOURCE)
    with_card = known.filter(cards__is_default=True).order_by("id").first()
    others = mine.select_related("account").order_by("id")
    new = (one for one in others if may_buy(one))
    return with_card or known.order_by("id").first() or next(new, None)


def open_purchases(customer_ids: Collection[int]) -> dict[str, Operation]:
    """Return the newest purchase of each price that is being checked, or waits for the bank.

    By Stripe's id of the price. One that waits for a new card is left out: whoever tries again
    replaces it.
    """
    found = Operation.objects.filter(
        customer__in=customer_ids, action__in=PURCHASES, outcome__in=UNDER_WAY
    ).exclude(outcome=Outcome.WAITING, params__card=NEW_CARD)
    return {one.target: one for one in found.order_by("created_at")}


def has_lately(customer_ids: Collection[int], price: Price, *, now: datetime) -> bool:
    """Whether they have just bought this, or subscribe to it: one press more may be a slip.

    It may come from a second window, or from the page before by the back button.
    """
    done = Operation.objects.filter(
        customer__in=customer_ids,
        action__in=PURCHASES,
        target=price.external_id,
        outcome=Outcome.DONE,
        settled_at__gt=now - LATELY,
    )
    if not price.is_recurring:
        return done.exists()
    subscribed = Subscription.objects.filter(
        customer__in=customer_ids, products=price.product_id
    ).exclude(state__in=NOT_RUNNING)
    return done.exists() or subscribed.exists()


def answers_of(customer_ids: Collection[int]) -> dict[tuple[int, str], OfferAnswer]:
    """Return the newest answers to offers, by the page's id and the block's."""
    found = OfferAnswer.objects.filter(customer__in=customer_ids).order_by("at", "id")
    return {(one.page_id, one.block_id): one for one in found}


def purchase_of(customer_ids: Collection[int], operation_id: str) -> Operation | None:
    """Return a purchase of these customers' own, None for anybody else's."""
    found = Operation.objects.filter(
        pk=operation_id, customer__in=customer_ids, action__in=PURCHASES
    )
    return found.select_related("customer").first()


def prices_sold() -> list[Price]:
    """Return every price that is sold, of every shop, with product and shop, by their names."""
    rows = Price.objects.filter(is_active=True, product__is_active=True)
    found = rows.select_related("product", "shop")
    return list(found.order_by("shop__name", "product__name", "unit_amount", "id"))
