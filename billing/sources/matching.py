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
from billing.models import Product, SharedAddress
from billing.sources.records import STRIPE, OrderLineRecord, OrderRecord

GUESTS = "stripe_guest"
"""The source of customers who bought at Stripe without being a customer there.

A guest may type any address. Were their order given to the customer who has it, they could sign
in as that one, with the number of their own order. So guests stand alone until somebody proves
that the address is theirs.
"""

ORDERS = "orders"  # why a case is opened


@dataclass(frozen=True, slots=True)
class Match:
    """Customers by lower-cased address: `one` where it is clear, `shared` where several have it.

    `apart` are addresses of which staff said that their orders are nobody's.
    """

    one: dict[str, int]
    shared: frozenset[str]
    apart: frozenset[str] = frozenset()

    def knows(self, email: str) -> bool:
        """Whether there is no need for a new customer of this address."""
        return email in self.one or email in self.shared or email in self.apart


def customers_of(shop_id: int, source: str, emails: Iterable[str]) -> Match:
    """Find the customers of a shop by address; two queries. What staff decided counts."""
    wanted = {email.lower() for email in emails if email}
    if not wanted:
        return Match({}, frozenset())
    origin = _origin(source)
    named = Q(source=origin, external_id__in=wanted)
    if origin != GUESTS:
        named |= Q(email__in=wanted, deleted_at=None) & ~Q(source=GUESTS)
    rows = Customer.objects.filter(named, shop_id=shop_id).order_by("pk")
    by_email: dict[str, list[int]] = defaultdict(list)
    own: dict[str, int] = {}
    for pk, email, of, external_id, deleted in rows.values_list(
        "pk", "email", "source", "external_id", "deleted_at"
    ):
        if deleted is None:
            by_email[email.lower()].append(pk)
        if of == origin:
            own[external_id] = pk
    # Someone this source brought whose address was changed since is still the same person.
    one = {email: own[email] for email in wanted if email in own and email not in by_email}
    one |= {email: found[0] for email, found in by_email.items() if len(found) == 1}
    shared = wanted & {email for email, found in by_email.items() if len(found) > 1}
    return _decided(shop_id, {email: one[email] for email in wanted & one.keys()}, shared)


def _decided(shop_id: int, one: dict[str, int], shared: set[str]) -> Match:
    """Put what staff decided in place of what is not clear."""
    if not shared:
        return Match(one, frozenset())
    cases = SharedAddress.objects.filter(shop_id=shop_id, email__in=shared).exclude(decided_at=None)
    known = {case.email: case.customer for case in cases.select_related("customer")}
    apart = frozenset(email for email, customer in known.items() if customer is None)
    given = {
        email: customer.pk
        for email, customer in known.items()
        if customer is not None and customer.deleted_at is None
    }
    return Match({**one, **given}, frozenset(shared - apart - given.keys()), apart)


def open_cases(shop_id: int, emails: Iterable[str], *, now: datetime) -> None:
    """Ask staff whose orders these addresses name; once for each, until it is decided.

    One that was decided for a customer who is gone since is asked anew.
    """
    wanted = sorted(set(emails))
    if not wanted:
        return
    known = SharedAddress.objects.filter(shop_id=shop_id, email__in=wanted)
    known.exclude(decided_at=None).update(
        customer=None, decided_at=None, decided_by=None, opened_at=now, because=ORDERS
    )
    SharedAddress.objects.bulk_create(
        (
            SharedAddress(shop_id=shop_id, email=email, because=ORDERS, opened_at=now)
            for email in wanted
        ),
        ignore_conflicts=True,
    )


def create_customers(
    shop_id: int, source: str, records: Iterable[OrderRecord], *, now: datetime
) -> dict[str, int]:
    """Make a customer for each address of these records; return them by address. No accounts."""
    origin = _origin(source)
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
                source=origin,
                external_id=email,
                email=email,
                name=name[:200],
                fetched_at=now,
            )
            for email, name in names.items()
        ),
        ignore_conflicts=True,
    )
    made = Customer.objects.filter(shop_id=shop_id, source=origin, external_id__in=list(names))
    return dict(made.values_list("external_id", "pk"))


def _origin(source: str) -> str:
    """The source of the customers that a source's orders make: Stripe itself has its own."""
    return GUESTS if source == STRIPE else source


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
