"""Subscribed to one of these products, now or once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer
from access_rules.conditions.having import (
    WHEN_NAMES,
    When,
    subscribed,
    subscribed_in_words,
    subscribed_q,
)
from access_rules.conditions.parameters import ids_of, one_of
from access_rules.names import names_or
from access_rules.tree import Closure

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasProduct(OfCustomer):
    """Met by subscriptions to one of the products. `having` says what counts as now and as once."""

    name = "has_product"
    label = _("Subscribed to a product")
    section = Section.MEMBERSHIP

    when: When = field(metadata=one_of(When, _("When"), WHEN_NAMES))
    products: frozenset[int] = field(metadata=ids_of("products", _("Products")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        return subscribed("products", self.products, self.when)

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers by their subscriptions."""
        return subscribed_q("products", self.products, self.when)

    def describe(self) -> str:
        """Return what is asked."""
        return self.when.of(names_or("products", self.products))

    def told_of(self, subject: Subject) -> str:
        """Return the subscriptions to one of them, with their states."""
        return subscribed_in_words("products", self.products, subject)
