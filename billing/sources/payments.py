"""How an order of another source is paid, out of all that Stripe says of it.

Several sales at Stripe may pay one order: a first try that failed and a second, a deposit and the
rest. Each is kept by itself, so it does not matter which of them is told of last. One that was
seen as a payment first and as an invoice later is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from billing.gateway.sale_records import rank_of
from billing.models import PaymentState

Payments = Mapping[str, Mapping[str, Any]]
_PAID = {PaymentState.PAID, PaymentState.PARTIALLY_REFUNDED, PaymentState.REFUNDED}
_STANDING = (
    *(PaymentState.DISPUTED, PaymentState.PAID, PaymentState.REQUIRES_ACTION),
    *(PaymentState.PENDING, PaymentState.FAILED),
)
"""Of several payments that are not all given back, the first of these counts."""


def entry(
    state: str, refunded: int, asked: datetime | None, *, also: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what is kept of one sale, and when Stripe was asked. `also`: its other names."""
    return {
        "state": str(state),
        "refunded": refunded,
        "asked": asked.isoformat() if asked is not None else "",
        "also": sorted(name for name in set(also) if rank_of(name)),
    }


def added(payments: Payments, sale: str, said: Mapping[str, Any]) -> Payments:
    """Return the payments with what is said of a sale, in place of what is older or less.

    A sale is known by its best name: what is said of the payment of an invoice that is among them
    says nothing more.
    """
    rank, same = rank_of(sale), {sale, *said["also"]}
    for name, kept in payments.items():
        is_better = rank_of(name) > rank and same & {name, *kept["also"]}
        if is_better or (name == sale and _is_later(kept, said)):
            return payments
    others = {
        name: kept
        for name, kept in payments.items()
        if rank_of(name) >= rank or not same & {name, *kept["also"]}
    }
    return {**others, sale: said}


def is_later(kept: Mapping[str, Any] | None, asked: datetime | None) -> bool:
    """Whether what is kept of a sale was asked for after this."""
    if kept is None or asked is None or not kept["asked"]:
        return False
    return datetime.fromisoformat(kept["asked"]) > asked


def _is_later(kept: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return bool(said["asked"]) and is_later(kept, datetime.fromisoformat(said["asked"]))


def state_of(payments: Payments) -> PaymentState:
    """Return how an order stands that all these pay."""
    states = {PaymentState(one["state"]) for one in payments.values()}
    if not states & _PAID or PaymentState.DISPUTED in states:
        return next((state for state in _STANDING if state in states), PaymentState.VOID)
    if not states & (_PAID - {PaymentState.REFUNDED}):
        return PaymentState.REFUNDED
    return PaymentState.PARTIALLY_REFUNDED if refunded_of(payments) else PaymentState.PAID


def refunded_of(payments: Payments) -> int:
    """Return what was given back in all, in minor units."""
    return sum(_refunds(payments.values()))


def _refunds(payments: Iterable[Mapping[str, Any]]) -> Iterable[int]:
    return (int(one["refunded"]) for one in payments)
