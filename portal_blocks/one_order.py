"""What is asked about one order beside what stands in it: its papers, its card, what is sold still.

Real orders ask the database and our payment partner; samples invent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from billing.actions.baskets import Quote
from billing.actions.buy_again import Ware, preview_order_again, wares_of
from billing.documents import DocumentKind, card_that_paid, document_url, documents_of
from billing.models import Card, Order
from portal_blocks.patience import count_look


class OneOrder(Protocol):
    """What blocks may ask about one order."""

    def papers(self) -> tuple[DocumentKind, ...]:
        """Which papers there are of it."""

    def paper_url(self, kind: DocumentKind) -> str:
        """Where one is now. Raise `DocumentNotThere`, `DocumentUnreachable`, `TooMuch`."""

    def card(self) -> Card | None:
        """The card that paid it, None where that is not known."""

    def wares(self) -> list[Ware]:
        """What was bought, and whether each thing is sold still."""

    def quote(self, chosen: Mapping[int, int]) -> Quote:
        """What so many of these lines cost now. Raise `ActionError`."""


@dataclass(frozen=True, slots=True)
class RealOrder:
    """An order of the customer's own, whose lines are loaded."""

    order: Order

    def papers(self) -> tuple[DocumentKind, ...]:
        """Which papers there are of it, by one query."""
        return documents_of(self.order)

    def paper_url(self, kind: DocumentKind) -> str:
        """Where one is now, as our payment partner says."""
        self._count()
        return document_url(self.order, kind)

    def card(self) -> Card | None:
        """The card that paid it, where the customer paid it here."""
        return card_that_paid(self.order)

    def wares(self) -> list[Ware]:
        """What was bought, and whether each thing is sold still."""
        return wares_of(self.order)

    def quote(self, chosen: Mapping[int, int]) -> Quote:
        """What so many of these lines cost now, as our payment partner reckons it."""
        self._count()
        return preview_order_again(self.order, chosen)

    def _count(self) -> None:
        count_look(self.order.customer_id, now=timezone.now())
