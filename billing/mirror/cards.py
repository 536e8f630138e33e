"""Cards. They are read together with their customer, who says which one is the default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import Customer
from billing.gateway.records import CardRecord
from billing.models import Card

_FIELDS = ("brand", "last4", "exp_month", "exp_year", "is_default", "fetched_at", "customer")


def store_cards(
    customer: Customer, cards: Sequence[CardRecord], *, default_id: str, fetched_at: datetime
) -> None:
    """Make these the customer's cards, in the caller's transaction and under its lock."""
    rows = [
        Card(
            shop_id=customer.shop_id,
            customer=customer,
            external_id=card.external_id,
            fetched_at=fetched_at,
            **values_of(card, default_id),
        )
        for card in reversed(cards)  # so that the newest has the highest id
    ]
    gone = Card.objects.filter(customer=customer)
    gone.exclude(external_id__in=[row.external_id for row in rows]).delete()
    Card.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("shop", "external_id"),
        update_fields=_FIELDS,
    )


def values_of(card: CardRecord, default_id: str) -> dict[str, Any]:
    """Return what our row says of a card."""
    return {
        "brand": card.brand[:30],
        "last4": card.last4[:4],
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "is_default": card.external_id == default_id,
    }
