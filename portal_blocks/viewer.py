"""Who looks at a page, with everything about them that blocks may show, loaded at most once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from access_rules.decisions import Decision
from access_rules.subject import Subject
from billing import bills, queries
from billing.models import Card, Order, Subscription
from portals.registry import Portal


class CustomerData(Protocol):
    """What blocks may ask of a customer. Real ones read the database, samples invent."""

    @property
    def subscriptions(self) -> list[Subscription]: ...

    @property
    def cards(self) -> list[Card]: ...

    @property
    def bills(self) -> list[bills.Bill]: ...

    @property
    def may_have_cards(self) -> bool: ...

    def orders(self, *, after: str, limit: int) -> queries.OrderPage: ...

    def order(self, pk: int) -> Order | None: ...


class RealData:
    """The customer's own data, each kind by one query a request however many blocks ask."""

    def __init__(self, customer_ids: tuple[int, ...]) -> None:
        self.customer_ids = customer_ids

    @cached_property
    def subscriptions(self) -> list[Subscription]:
        """All subscriptions, newest first."""
        return queries.subscriptions_of(self.customer_ids)

    @cached_property
    def cards(self) -> list[Card]:
        """All cards, the default one first."""
        return queries.cards_of(self.customer_ids)

    @cached_property
    def bills(self) -> list[bills.Bill]:
        """What is still to be paid, the oldest first.

        Most owe nothing: where their cards say so, nothing is asked.
        """
        owes = {card.customer_id: card.__dict__["owner_owes"] for card in self.cards}
        debtors = [pk for pk in self.customer_ids if owes.get(pk, True)]
        return bills.bills_of(debtors) if debtors else []

    @cached_property
    def may_have_cards(self) -> bool:
        """Whether a card can be kept for them: whoever bought elsewhere alone has no place for one.

        Asks nothing where they have a card or a subscription.
        """
        if self.cards or self.subscriptions:
            return True
        return queries.payer_of(self.customer_ids) is not None

    def orders(self, *, after: str, limit: int) -> queries.OrderPage:
        """One page of orders, newest first."""
        return queries.orders_of(self.customer_ids, after=after, limit=limit)

    def order(self, pk: int) -> Order | None:
        """One order of theirs, None if it is somebody else's or there is none."""
        return queries.order_of(self.customer_ids, pk)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person looking at one portal, now.

    `refused` is set for somebody who is signed in but whom this portal does not admit; their
    `subject` is that of a signed-out person.
    """

    portal: Portal
    subject: Subject
    data: CustomerData
    customer_ids: tuple[int, ...] = ()
    name: str = ""
    email: str = ""
    refused: Decision | None = None
    is_preview: bool = field(default=False)

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in and admitted."""
        return self.subject.signed_in
