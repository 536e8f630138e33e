"""What becomes of a shop's rows when its own Stripe account is taken away.

They stay: people still sign in and see what they bought. But no account answers for them any
more, so they carry the account's name as their source, and the mirror lets them be. When the same
account is connected again, they are its own again.
"""

from __future__ import annotations

from accounts.models import Customer
from billing.mirror.customers import SOURCE
from billing.models import (
    Card,
    Operation,
    Order,
    OrderRef,
    Outcome,
    PaymentState,
    Price,
    Product,
    StripeAccount,
    Subscription,
    SyncCursor,
)
from billing.models.subscriptions import ENDED_STATES

_ROWS = (Customer, Order, OrderRef, Product)
_OPEN = (Outcome.PENDING, Outcome.UNKNOWN, Outcome.WAITING)
_UNPAID = (PaymentState.PENDING, PaymentState.REQUIRES_ACTION)


def has_open_business(shop_id: int) -> bool:
    """Whether money may still move: a subscription lives, or a payment or a change is open."""
    living = Subscription.objects.filter(shop_id=shop_id).exclude(state__in=ENDED_STATES)
    unpaid = Order.objects.filter(shop_id=shop_id, source=SOURCE, payment_state__in=_UNPAID)
    asked = Operation.objects.filter(customer__shop_id=shop_id, outcome__in=_OPEN)
    return living.exists() or unpaid.exists() or asked.exists()


def retire(row: StripeAccount) -> None:
    """Let the mirror leave a shop's rows alone, in the caller's transaction. Cards go."""
    Card.objects.filter(shop_id=row.shop_id).delete()
    Price.objects.filter(shop_id=row.shop_id).update(is_active=False)
    Product.objects.filter(shop_id=row.shop_id, source=SOURCE).update(is_active=False)
    SyncCursor.objects.filter(kind__endswith=f":{row.name}").delete()
    _rename(row.shop_id, SOURCE, _retired(row))


def bring_back(row: StripeAccount) -> None:
    """Give an account the rows that it had before, in the caller's transaction."""
    _rename(row.shop_id, _retired(row), SOURCE)


def _rename(shop_id: int, old: str, new: str) -> None:
    for model in _ROWS:
        model.objects.filter(shop_id=shop_id, source=old).update(source=new)


def _retired(row: StripeAccount) -> str:
    return f"{SOURCE}:{row.external_id}"[:40]
