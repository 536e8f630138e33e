"""Any customer who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition
from access_rules.tree import EVERYBODY

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class AnyCustomer(Condition):
    """Met by whoever is signed in. Signed out is a known no, not an unknown."""

    name = "any_customer"
    label = _("Any customer")

    def holds_for(self, subject: Subject) -> bool:
        """Answer whether someone is signed in."""
        return subject.customer_id is not None

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return all customers: any of them could sign in."""
        return EVERYBODY

    def describe(self) -> str:
        """Return what is asked."""
        return gettext("is signed in")

    def fact(self, subject: Subject) -> str:
        """Return whether someone is signed in."""
        return gettext("Signed in.") if subject.signed_in else gettext("Not signed in.")
