"""Whether the rows of facts say what they should; what drifted, and mending it.

A row drifts where something was changed past the doors that keep it in step, by hand in the
database for instance, or where a release fills a column that an older one did not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Customer
from billing.facts.fresh import fresh_facts
from billing.facts.rebuilding import BATCH, COLUMNS, held, rebuild_facts
from billing.models import CustomerFacts

MISSING, LEFT_OVER = "no row", "row of a deleted customer"
_COMPARED = tuple(
    field.attname
    for field in CustomerFacts._meta.concrete_fields
    if field.name in COLUMNS and field.name != "rebuilt_at"
)


@dataclass(frozen=True, slots=True)
class FactsDrift:
    """One row that is not as it should be: its columns that differ, or `MISSING`, or `LEFT_OVER`.

    Its text holds no values: those tell of people, and it goes into logs.
    """

    customer_id: int
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"facts of customer {self.customer_id} ({', '.join(self.fields)})"


def customers_by_part(shop_id: int | None = None, *, after: int = 0) -> Iterator[list[int]]:
    """Yield the ids of all customers, or of a shop's, beyond `after`, a part at a time."""
    rows = Customer.objects.order_by("pk")
    if shop_id is not None:
        rows = rows.filter(shop=shop_id)
    while ids := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        yield ids
        after = ids[-1]


def drift_among(ids: Collection[int], *, now: datetime, mend: bool = False) -> list[FactsDrift]:
    """Return which of these customers' rows differ from fresh ones; `mend` writes those anew.

    What seems to differ is looked at again while nobody else can write, so that a change that
    came between two reads is not taken for drift.
    """
    suspects = [one.customer_id for one in _differing(ids, now=now)]
    if not suspects:
        return []
    with transaction.atomic():
        list(held(suspects))
        found = _differing(suspects, now=now)
        if mend:
            rebuild_facts([one.customer_id for one in found], now=now)
    return found


def _differing(ids: Collection[int], *, now: datetime) -> list[FactsDrift]:
    stored = CustomerFacts.objects.in_bulk(ids)
    wanted = fresh_facts(Customer.objects.filter(pk__in=ids), now=now)
    pairs = ((pk, _difference(pk, stored, wanted)) for pk in sorted({*stored, *wanted}))
    return [FactsDrift(pk, fields) for pk, fields in pairs if fields]


def _difference(
    pk: int, stored: Mapping[int, CustomerFacts], wanted: Mapping[int, CustomerFacts]
) -> tuple[str, ...]:
    if pk not in stored:
        return (MISSING,)
    if pk not in wanted:
        return (LEFT_OVER,)
    ours, fresh = stored[pk], wanted[pk]
    return tuple(name for name in _COMPARED if getattr(ours, name) != getattr(fresh, name))
