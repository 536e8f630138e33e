"""Bought one of these products, ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Section
from access_rules.conditions.comparing import OfCustomer
from access_rules.conditions.parameters import ids_of
from access_rules.names import names_or
from access_rules.tree import Closure, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class HasBought(OfCustomer):
    """Met by whoever paid for one of the products once, in an order or by a subscription (a trial
    included). Given back, or ended since: still bought."""

    name = "bought_product"
    label = _("Bought a product, ever")
    section = Section.ORDERS

    products: frozenset[int] = field(metadata=ids_of("products", _("Products")))

    def closure(self) -> Closure:
        """Return the function that answers for one subject."""
        wanted = self.products

        def holds(subject: Subject) -> Verdict:
            if subject.customer_id is None:
                return None
            return not wanted.isdisjoint(subject.products)

        return holds

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the buyers."""
        return Q(products__has_any=self.products)

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("has bought %(names)s") % {"names": names_or("products", self.products)}

    def told_of(self, subject: Subject) -> str:
        """Return which of them were bought."""
        bought = self.products & subject.products
        if not bought:
            return gettext("Bought none of these.")
        names = names_or("products", bought, gettext("and"))
        return gettext("Bought %(names)s.") % {"names": names}
