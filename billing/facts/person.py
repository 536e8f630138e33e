"""The facts of a person who is several customers: one row of what all of them are and did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from billing.models import CustomerFacts
from billing.models.states import summary_of


def facts_of_person(known: Sequence[CustomerFacts]) -> CustomerFacts | None:
    """Return the facts of one person, made of their customers' rows; None where there are none.

    What is counted is added up, what is a set is joined. Where only one can be right, the first
    row that says something does; of their main cards the one that expires first counts. A value
    of another kind than it should be is left out, as the engine would.
    """
    if len(known) < 2:
        return known[0] if known else None
    home = next((one for one in known if one.country), known[0])
    subscriptions = _joined(one.subscriptions for one in known)
    return CustomerFacts(
        customer=known[0].customer,
        shop_id=known[0].shop_id,
        country=home.country,
        region=home.region,
        language=next((one.language for one in known if one.language), ""),
        tags=_union(one.tags for one in known),
        attributes=_merged(one.attributes for one in known),
        subscriptions=subscriptions,
        **summary_of(subscriptions),
        products=_union(one.products for one in known),
        clubs_ever=_union(one.clubs_ever for one in known),
        memberships=_joined(one.memberships for one in known),
        orders_count=sum(one.orders_count for one in known),
        first_order_at=_moment(min, (one.first_order_at for one in known)),
        last_order_at=_moment(max, (one.last_order_at for one in known)),
        spent=_sums(one.spent for one in known),
        refunds_count=sum(one.refunds_count for one in known),
        last_refund_at=_moment(max, (one.last_refund_at for one in known)),
        card_expires_at=_moment(min, (one.card_expires_at for one in known)),
        rebuilt_at=known[0].rebuilt_at,
    )


def _union(parts: Iterable[Any]) -> frozenset[Any]:
    return frozenset().union(*(part for part in parts if isinstance(part, frozenset)))


def _joined(parts: Iterable[Any]) -> list[Any]:
    return [one for part in parts if isinstance(part, list) for one in part]


def _merged(parts: Iterable[Any]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for part in parts:
        merged = {**part, **merged} if isinstance(part, dict) else merged
    return merged


def _sums(parts: Iterable[Any]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in parts:
        for currency, spent in part.items() if isinstance(part, dict) else ():
            if type(spent) is int:
                sums[currency] = sums.get(currency, 0) + spent
    return sums


def _moment(
    choose: Callable[..., datetime | None], moments: Iterable[datetime | None]
) -> datetime | None:
    return choose((one for one in moments if one is not None), default=None)
