"""Whom an order from elsewhere belongs to, and which of our products its lines are.

Nothing is guessed: two customers, or two products, that fit alike mean none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Customer
from billing.models import Product
from billing.sources.records import OrderLineRecord, OrderRecord


@dataclass(frozen=True, slots=True)
class Match:
    """Customers by lower-cased address: `one` where it is clear, `shared` where several have it."""

    one: dict[str, int]
    shared: frozenset[str]


def customers_of(shop_id: int, source: str, emails: Iterable[str]) -> Match:
    """Find the customers of a shop by address; one query."""
    wanted = {email.lower() for email in emails if email}
    rows = Customer.objects.filter(
        Q(email__in=wanted, deleted_at=None) | Q(source=source, external_id__in=wanted),
        shop_id=shop_id,
    ).order_by("pk")
    by_email: dict[str, list[int]] = defaultdict(list)
    own: dict[str, int] = {}
    for pk, email, of, external_id, deleted in rows.values_list(
        "pk", "email", "source", "external_id", "deleted_at"
    ):
        if deleted is None:
            by_email[email.lower()].append(pk)
        if of == source:
            own[external_id] = pk
    # Someone this source brought whose address was changed since is still the same person.
    one = {email: own[email] for email in wanted if email in own and email not in by_email}
    one |= {email: found[0] for email, found in by_email.items() if len(found) == 1}
    shared = (email for email, found in by_email.items() if len(found) > 1)
    return Match({email: one[email] for email in wanted & one.keys()}, frozenset(shared) & wanted)


def create_customers(
    shop_id: int, source: str, records: Iterable[OrderRecord], *, now: datetime
) -> dict[str, int]:
    """Make a customer for each address of these records; return them by address. No accounts."""
    names: dict[str, str] = {}
    for record in records:
        email = record.email.lower()
        names[email] = names.get(email) or record.name
    if not names:
        return {}
    # Another import may make one of them at this moment: then that one counts.
    Customer.objects.bulk_create(
        (
            Customer(
                shop_id=shop_id,
                source=source,
                external_id=email,
                email=email,
                name=name,
                fetched_at=now,
            )
            for email, name in names.items()
        ),
        ignore_conflicts=True,
    )
    made = Customer.objects.filter(shop_id=shop_id, source=source, external_id__in=list(names))
    return dict(made.values_list("external_id", "pk"))


class Products:
    """The products of a shop that some lines may mean: by outside id, or else by name."""

    def __init__(self, shop_id: int, records: Sequence[OrderRecord]) -> None:
        lines = [line for record in records for line in record.lines if not line.product_id]
        skus = {line.sku for line in lines} - {""}
        names = {line.name for line in lines} - {""}
        self._by_sku: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        if not lines:
            return
        wanted = Product.objects.filter(Q(external_id__in=skus) | Q(name__in=names))
        for pk, external_id, name in wanted.filter(shop_id=shop_id).values_list(
            "pk", "external_id", "name"
        ):
            self._by_sku[external_id].append(pk)
            self._by_name[name].append(pk)

    def of(self, line: OrderLineRecord) -> int | None:
        """Our product of a line; None where there is none, or several fit alike."""
        if line.product_id:
            return line.product_id
        found = self._by_sku.get(line.sku) or self._by_name.get(line.name) or ()
        return found[0] if len(found) == 1 else None
