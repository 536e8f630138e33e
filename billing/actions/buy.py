"""Buy something once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.actions.baskets import NotSold, basket_of
from billing.actions.operation import Asking
from billing.actions.purchasing import Payment, purchase
from billing.actions.selling import BUY
from billing.models import Operation, Price


def buy(
    customer: Customer, price: Price, asking: Asking, *, payment: Payment, quantity: int = 1
) -> Operation:
    """Buy so many of a price that is paid once; see `purchase`.

    With a card on file it is charged at once. With `NEW_CARD` it waits: the customer enters the
    card, and their browser pays. Raise `NotSold` for a price that comes round.
    """
    if price.is_recurring:
        raise NotSold(_("This is sold as a subscription only."), "recurring")
    basket = basket_of([(price, quantity)])
    return purchase(BUY, basket, payment, customer=customer, asking=asking)
