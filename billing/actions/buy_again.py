"""Buy again what was bought before: a subscription that has ended, or an order."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from billing.actions.baskets import Basket, NotSold, Quote, basket_of, quote
from billing.actions.errors import Foreign
from billing.actions.operation import Asking
from billing.actions.purchasing import Payment, purchase
from billing.actions.selling import BUY_AGAIN, ORDER_AGAIN
from billing.actions.sold_once import NOT_RUNNING
from billing.mirror.customers import SOURCE
from billing.models import Operation, Order, OrderLine, Price, Subscription
from billing.models.subscriptions import ENDED_STATES


def can_buy_again(subscription: Subscription) -> bool:
    """Whether a subscription has ended, and all that it was for is sold at the same prices."""
    try:
        _check_not_running(subscription)
        basket_of_subscription(subscription)
    except NotSold:
        return False
    return True


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


def can_order_again(order: Order) -> bool:
    """Whether all lines of an order are things that are sold once, now, in its currency.

    Nothing is sold here to whom Stripe does not know.
    """
    if order.customer is None or order.customer.source != SOURCE:
        return False
    try:
        basket_of_order(order)
    except NotSold:
        return False
    return True


def preview_order_again(order: Order) -> Quote:
    """Return what the same order would cost now. Raise `NotSold`, `NoQuote`, `Foreign`."""
    if order.customer is None:
        raise Foreign(_("This order is nobody's."), "foreign")
    return quote(order.customer, basket_of_order(order))


def order_again(order: Order, asking: Asking, *, payment: Payment) -> Operation:
    """Buy the same things at today's prices; see `purchase`."""
    basket = basket_of_order(order)
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


def basket_of_order(order: Order) -> Basket:
    """Return what an order was for, at the prices of today. Raise `NotSold`."""
    lines = list(order.lines.all())
    products = [line.product_id for line in lines]
    if not lines or None in products or len(set(products)) < len(products):
        raise _gone()
    sold = Price.objects.filter(
        shop_id=order.shop_id,
        product__in=products,
        product__is_active=True,
        currency=order.currency,
        interval="",
        is_active=True,
    ).select_related("product")
    return basket_of([(_price_for(line, sold), line.quantity) for line in lines])


def _price_for(line: OrderLine, sold: Iterable[Price]) -> Price:
    """The price that was paid then if it is there still, else the only one there is."""
    prices = [price for price in sold if price.product_id == line.product_id]
    same = [price for price in prices if price.unit_amount == line.unit_amount]
    if same:
        return same[0]
    if len(prices) == 1:
        return prices[0]
    raise _gone()


def _gone() -> NotSold:
    return NotSold(_("Not everything in this is sold any more."), "not_sold")
