"""Writes the facts rows of customers anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Customer
from billing.facts.fresh import fresh_facts
from billing.facts.memberships import give_numbers
from billing.models import CustomerFacts

BATCH = 2_000
COLUMNS = tuple(
    field.name for field in CustomerFacts._meta.concrete_fields if not field.primary_key
)


def rebuild_facts(customer_ids: Collection[int], *, now: datetime) -> None:
    """Set the facts rows of these customers from all that rules may know of them.

    Call it in the transaction that changed that. A constant number of reads for each 2,000
    customers; an id that is no customer's is left out, a deleted customer's row is taken away.
    Twice changes nothing but `rebuilt_at`.
    """
    for ids in parts_of(sorted(set(customer_ids))):
        _rebuild(ids, now)


def parts_of(ids: list[int]) -> Iterator[list[int]]:
    """Cut into parts that are read at once."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def held(ids: Collection[int]) -> QuerySet[Customer]:
    """Return these customers, held until the transaction ends once they are read.

    Locked in one order: two writers that know of one order each would else both count one.
    """
    return Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")


def _rebuild(ids: list[int], now: datetime) -> None:
    rows = fresh_facts(held(ids), now=now)
    if len(rows) < len(ids):
        CustomerFacts.objects.filter(pk__in=[pk for pk in ids if pk not in rows]).delete()
    give_numbers(rows, now=now)
    CustomerFacts.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["customer"], update_fields=COLUMNS
    )
