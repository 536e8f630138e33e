"""Where our rows and Stripe differ: compared field by field, nothing written.

To compare one more kind of row: a method of `sides.Beside` and a line in `drift_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.gateway.errors import NotFound
from billing.gateway.products import fetch_product
from billing.mirror import products
from billing.mirror.customers import SOURCE, known_customer
from billing.mirror.sides import Beside, Ours, Sides, Theirs
from billing.mirror.sync import Everything
from billing.models import Product


class Where(models.TextChoices):
    """Who has the row."""

    BOTH = "both", gettext_lazy("differs")
    HERE = "here", gettext_lazy("is not at Stripe")
    STRIPE = "stripe", gettext_lazy("is missing here")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same."""

    field: str
    ours: object
    theirs: object

    def __str__(self) -> str:
        values = {"ours": _shown(self.ours), "theirs": _shown(self.theirs)}
        return _("%(field)s: ours %(ours)s, Stripe's %(theirs)s") % {"field": self.field, **values}


@dataclass(frozen=True, slots=True)
class Drift:
    """One row that is not as Stripe has it. `differences` only where both have it.

    Its text says which row, and no values: those name people, and it goes into logs.
    """

    kind: str
    external_id: str
    where: Where
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        fields = ", ".join(one.field for one in self.differences)
        row = f"{self.kind} {self.external_id} {self.where.label}"
        return f"{row} ({fields})" if fields else row


def drift_of(found: Everything) -> list[Drift]:
    """Return which of our rows of a customer, with all that belongs to it, differ from these."""
    beside = Beside(found, known_customer(found.customer.external_id))
    return [
        *_compared("customer", beside.customer()),
        *_compared("card", beside.cards()),
        *_compared("subscription", beside.subscriptions()),
        *_compared("order", beside.orders()),
    ]


def drift_of_product(external_id: str) -> list[Drift]:
    """Return whether our row of a product, the first if several shops sell it, differs."""
    rows = Product.objects.filter(source=SOURCE, external_id=external_id).order_by("pk")
    try:
        record = fetch_product(external_id)
    except NotFound:
        is_sold = rows.filter(is_active=True).exists()
        return [Drift("product", external_id, Where.HERE)] if is_sold else []
    later = models.Q(fetched_at__gt=record.fetched_at)
    theirs: dict[str, Theirs] = {external_id: products.values_of(record)}
    found = [
        drift
        for row in rows.exclude(later)
        for drift in _compared("product", ({external_id: Ours(row)}, theirs))
    ]
    return found[:1]


def _compared(kind: str, sides: Sides) -> Iterator[Drift]:
    ours, theirs = sides
    for external_id in sorted(theirs.keys() - ours.keys()):
        yield Drift(kind, external_id, Where.STRIPE)
    for external_id in sorted(ours.keys() - theirs.keys()):
        yield Drift(kind, external_id, Where.HERE)
    for external_id in sorted(ours.keys() & theirs.keys()):
        row, wanted = ours[external_id], theirs[external_id]
        fields = [name for name in wanted if row[name] != wanted[name]]
        if fields:
            differences = (Difference(name, row[name], wanted[name]) for name in fields)
            yield Drift(kind, external_id, Where.BOTH, tuple(differences))


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
