"""Begin a subscription."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.actions.baskets import NotSold, basket_of
from billing.actions.operation import Asking
from billing.actions.purchasing import Payment, purchase
from billing.actions.selling import BUY_SUBSCRIPTION
from billing.models import Operation, Price


def buy_subscription(
    customer: Customer, price: Price, asking: Asking, *, payment: Payment, quantity: int = 1
) -> Operation:
    """Subscribe to so many of a price that comes round; see `purchase`.

    It begins when its first invoice is paid. A card that is refused leaves nothing running. Raise
    `NotSold` for a price that is paid once.
    """
    if not price.is_recurring:
        raise NotSold(_("This is not sold as a subscription."), "not_recurring")
    basket = basket_of([(price, quantity)])
    return purchase(BUY_SUBSCRIPTION, basket, payment, customer=customer, asking=asking)
