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

from billing.mirror.customers import known_customer
from billing.mirror.rows import Sides
from billing.mirror.sides import Beside
from billing.mirror.sync import Everything


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
        *compared("customer", beside.customer()),
        *compared("card", beside.cards()),
        *compared("subscription", beside.subscriptions()),
        *compared("order", beside.orders()),
    ]


def compared(kind: str, sides: Sides) -> Iterator[Drift]:
    """Yield how our rows of a kind differ from Stripe's."""
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
