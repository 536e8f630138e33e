"""The names behind Stripe's ids and our actors, looked up together for a whole story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Customer, StaffUser
from billing.models import AuditEntry, Card, Order, OrderRef, Price, Subscription

STAFF = "staff:"


@dataclass(slots=True)
class Names:
    """What to call the actors and targets of some entries."""

    customer: Customer
    targets: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)

    def who(self, actor: str) -> str:
        """Return who did it."""
        if actor == "stripe":
            return "Stripe"
        if actor.startswith(STAFF):
            return self.staff.get(actor, _("Someone of the staff"))
        if actor == "portico":
            return _("The clock")
        return self.customer.name or self.customer.email or _("The customer")

    def what(self, target: str) -> str:
        """Return what it was done to; the bare id where nothing is known of it."""
        return self.targets.get(target) or target


def names_of(customer: Customer, entries: Iterable[AuditEntry]) -> Names:
    """Look up all names that these entries need, by a query a kind of thing."""
    entries = list(entries)
    wanted = {entry.target for entry in entries if entry.target}
    actors = {entry.actor for entry in entries if entry.actor.startswith(STAFF)}
    return Names(customer, _targets(customer, wanted), _staff(actors))


def _targets(customer: Customer, wanted: set[str]) -> dict[str, str]:
    if not wanted:
        return {}
    shop = {"shop_id": customer.shop_id}
    found = {
        row.external_id: row.title
        for row in Subscription.objects.filter(**shop, external_id__in=wanted)
    }
    for card in Card.objects.filter(**shop, external_id__in=wanted):
        found[card.external_id] = f"{card.brand.title()} •••• {card.last4}"
    for price in Price.objects.filter(**shop, external_id__in=wanted).select_related("product"):
        found[price.external_id] = price.product.name
    for order in Order.objects.filter(**shop, external_id__in=wanted):
        found[order.external_id] = _("order %(number)s") % {"number": order.number}
    for ref in OrderRef.objects.filter(**shop, ref__in=wanted).select_related("order"):
        found[ref.ref] = _("order %(number)s") % {"number": ref.order.number}
    return found


def _staff(actors: set[str]) -> dict[str, str]:
    ids = [int(pk) for actor in actors if (pk := actor.removeprefix(STAFF)).isdecimal()]
    rows = StaffUser.objects.filter(pk__in=ids)
    return {f"{STAFF}{row.pk}": str(row) for row in rows}
