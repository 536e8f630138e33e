"""Buy again what was bought before: a subscription that has ended, or an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.actions.baskets import Basket, NotSold, Quote, basket_of, quote
from billing.actions.errors import Foreign
from billing.actions.operation import Asking
from billing.actions.purchasing import Payment, purchase
from billing.actions.selling import BUY_AGAIN, ORDER_AGAIN
from billing.actions.sold_once import NOT_RUNNING
from billing.models import Operation, Order, OrderLine, Price, Subscription
from billing.models.subscriptions import ENDED_STATES


@dataclass(frozen=True, slots=True)
class Ware:
    """One line of an order; `price` is None where it is not sold any more, or not for sure."""

    line: OrderLine
    price: Price | None


def preview_again(subscription: Subscription) -> Quote:
    """Return what it would cost to begin it anew. Raise `NotSold`, `NoQuote`."""
    _check_not_running(subscription)
    return quote(subscription.customer, basket_of_subscription(subscription))


def buy_again(subscription: Subscription, asking: Asking, *, payment: Payment) -> Operation:
    """Begin a new subscription like one that has ended; see `purchase`.

    Raise `NotSold` where another one to the same things is running already.
    """
    if not Operation.objects.filter(pk=asking.operation_id).exists():
        _check_not_running(subscription)
    basket = basket_of_subscription(subscription)
    customer = subscription.customer
    return purchase(BUY_AGAIN, basket, payment, customer=customer, asking=asking)


def preview_order_again(order: Order, chosen: Mapping[int, int] | None = None) -> Quote:
    """Return what it would cost now. Raise `NotSold`, `NoQuote`, `Foreign`.

    `chosen` says how many of which lines; None: of everything that is sold still, as many as then.
    """
    if order.customer is None:
        raise Foreign(_("This order is nobody's."), "foreign")
    return quote(order.customer, basket_of_order(order, chosen))


def order_again(
    order: Order,
    asking: Asking,
    *,
    payment: Payment,
    chosen: Mapping[int, int] | None = None,
) -> Operation:
    """Buy the same things, or the ones chosen, at today's prices; see `purchase`."""
    basket = basket_of_order(order, chosen)
    if order.customer is None:
        raise Foreign(_("This order is nobody's."), "foreign")
    return purchase(ORDER_AGAIN, basket, payment, customer=order.customer, asking=asking)


def _check_not_running(subscription: Subscription) -> None:
    products = {item.get("product") for item in subscription.items}
    others = Subscription.objects.filter(
        customer_id=subscription.customer_id, products__in=products - {None}
    )
    if others.exclude(state__in=NOT_RUNNING).exists():
        raise NotSold(_("You have a running subscription to this already."), "running")


def basket_of_subscription(subscription: Subscription) -> Basket:
    """Return what an ended subscription was for. Raise `NotSold`."""
    if subscription.state not in ENDED_STATES:
        raise NotSold(_("This subscription has not ended."), "running")
    quantities = {item.get("price", ""): item["quantity"] for item in subscription.items}
    rows = Price.objects.filter(shop_id=subscription.shop_id, external_id__in=quantities)
    prices = [price for price in rows.select_related("product") if price.is_recurring]
    if len(prices) < len(subscription.items):
        raise _gone()
    return basket_of([(price, quantities[price.external_id]) for price in prices])


def basket_of_order(order: Order, chosen: Mapping[int, int] | None = None) -> Basket:
    """Return what of an order is bought again, at the prices of today. Raise `NotSold`, `Foreign`.

    Two lines of the same thing are bought together.
    """
    wares = {ware.line.pk: ware for ware in wares_of(order)}
    if chosen is None:
        chosen = {pk: ware.line.quantity for pk, ware in wares.items() if ware.price is not None}
    if not chosen.keys() <= wares.keys():
        raise Foreign(_("This is not part of the order."), "foreign")
    basket: dict[Price, int] = {}
    for pk, quantity in chosen.items():
        price = wares[pk].price
        if price is None:
            raise _gone()
        basket[price] = basket.get(price, 0) + quantity
    return basket_of(list(basket.items()))


def wares_of(order: Order) -> list[Ware]:
    """Return the lines of an order, each with the price at which it is sold now. One query."""
    lines = list(order.lines.all())
    sold = Price.objects.filter(
        shop_id=order.shop_id,
        product__in={line.product_id for line in lines} - {None},
        product__is_active=True,
        currency=order.currency,
        interval="",
        is_active=True,
    )
    prices = list(sold.select_related("product"))
    return [Ware(line, _price_for(line, prices)) for line in lines]


def _price_for(line: OrderLine, sold: Iterable[Price]) -> Price | None:
    """The price that was paid then if it is there still, else the only one there is."""
    prices = [price for price in sold if price.product_id == line.product_id]
    same = [price for price in prices if price.unit_amount == line.unit_amount]
    if same:
        return same[0]
    return prices[0] if len(prices) == 1 else None


def _gone() -> NotSold:
    return NotSold(_("Not everything in this is sold any more."), "not_sold")
