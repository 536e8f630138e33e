"""Who has which place in a club: a number of their own, given once, and since when.

A number is given as the facts of a customer are written that say they bought a product of the
club. It is kept when the membership ends, and for good: whoever comes back has it again.
"""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Min

from accounts.models import Customer
from billing.models import CustomerFacts, Membership, OrderLine
from billing.models.orders import PAID_STATES
from portals.models import Club
from portals.models.shop import MemberNumbers

Rows = Mapping[int, CustomerFacts]


def read_memberships(rows: Rows) -> None:
    """Write into rows of facts which memberships there are, and nothing into the database."""
    members = [pk for pk, row in rows.items() if row.clubs_ever]
    for row in rows.values():
        row.memberships = []
    found = Membership.objects.filter(customer_id__in=members).order_by("since", "pk")
    for one in found if members else ():
        rows[one.customer_id].memberships.append(_told(one))


def give_numbers(rows: Rows, *, now: datetime) -> None:
    """Make the memberships that these rows of facts lack, and write them into the rows.

    Call it in the transaction that holds the customers. Clubs are held after them, in one order,
    so that two who join at once get two numbers.
    """
    joining = _joining(rows)
    if not joining:
        return
    since = _first_bought(joining)
    for club in Club.objects.select_for_update().filter(pk__in=joining).order_by("pk"):
        new = [(_since(rows[pk], club.pk, since, now), pk) for pk in joining[club.pk]]
        for one in _numbered(club, sorted(new)):
            rows[one.customer_id].memberships.append(_told(one))


def _joining(rows: Rows) -> dict[int, list[int]]:
    """Return who has no number yet, by club."""
    joining: dict[int, list[int]] = defaultdict(list)
    for pk, row in rows.items():
        for club in row.clubs_ever - {one["club"] for one in row.memberships}:
            joining[club].append(pk)
    return joining


def _numbered(club: Club, joining: list[tuple[datetime, int]]) -> list[Membership]:
    numbers = _Numbers(club).for_all([pk for _since, pk in joining])
    made = [
        Membership(club=club, customer_id=pk, number=numbers[pk], since=since)
        for since, pk in joining
    ]
    return Membership.objects.bulk_create(made)


class _Numbers:
    """Gives numbers of one club, each once. The club is held while it does."""

    def __init__(self, club: Club) -> None:
        self.club, self.scheme, self.last = club, club.numbers, club.last_number

    def for_all(self, customers: list[int]) -> dict[int, str]:
        """Return a number for each of these, given in their order."""
        given: dict[int, str] = {}
        wishes = self._first_wishes(customers)
        while wishes:
            taken = self._taken(wishes.values())
            for pk, number in wishes.items():
                if number not in taken:
                    given[pk] = number
                    taken.add(number)
            wishes = {pk: self._next() for pk in wishes if pk not in given}
        Club.objects.filter(pk=self.club.pk).update(last_number=self.last)
        return {pk: given[pk] for pk in customers}

    def _first_wishes(self, customers: list[int]) -> dict[int, str]:
        if self.scheme != MemberNumbers.PHONE:
            return {pk: self._next() for pk in customers}
        phones = dict(Customer.objects.filter(pk__in=customers).values_list("pk", "phone"))
        digits = {pk: re.sub(r"[^0-9]", "", phones[pk]) for pk in customers}
        return {pk: digits[pk] or self._next() for pk in customers}

    def _next(self) -> str:
        if self.scheme == MemberNumbers.RANDOM:
            return secrets.token_hex(4).upper()
        self.last += 1
        return str(self.last)

    def _taken(self, numbers: Iterable[str]) -> set[str]:
        rows = Membership.objects.filter(club=self.club, number__in=list(numbers))
        return set(rows.values_list("number", flat=True))


def _first_bought(joining: Mapping[int, list[int]]) -> dict[tuple[int, int], datetime]:
    """Return when these customers first paid for something of these clubs, by customer and club."""
    lines = OrderLine.objects.filter(
        order__customer_id__in={pk for ids in joining.values() for pk in ids},
        order__payment_state__in=PAID_STATES,
        product__clubs__in=list(joining),
    )
    rows = lines.order_by().values_list("order__customer_id", "product__clubs")
    return {(pk, club): first for pk, club, first in rows.annotate(Min("order__placed_at"))}


def _since(
    row: CustomerFacts, club: int, bought: Mapping[tuple[int, int], datetime], now: datetime
) -> datetime:
    begun = [
        datetime.fromtimestamp(one["started"], UTC)
        for one in row.subscriptions
        if club in one["clubs"] and one["started"] is not None
    ]
    first = bought.get((row.customer_id, club))
    return min([*begun, first] if first is not None else begun, default=now)


def _told(one: Membership) -> dict[str, Any]:
    """One membership as a row of facts holds it."""
    return {"club": one.club_id, "number": one.number, "since": int(one.since.timestamp())}
