"""Who a page may be looked at as: the one place that turns an address into a person.

Asked at every preview and by the Why panel. A customer is found in the portal's own shop only, and
given only to staff who may look as a real customer; every other answer is the same refusal, so that
nobody learns from it which ids there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from access_rules.decisions import Decision, admits
from access_rules.subject import Visit, signed_out, subject_of
from accounts.models import Customer
from cms.previewing.modes import Mode
from portal_blocks.personas import PERSONAS
from portal_blocks.samples import sample_viewer
from portal_blocks.viewer import RealData, Viewer
from portals.registry import Portal

MOST_FOUND = 8
METHODS = ("order_number",)
"""How somebody real is taken to have signed in: by what proves least, as one customer alone."""


class CannotLook(Exception):
    """There is nobody to look as, or this member of staff may not. Says never which of the two."""

    def __init__(self) -> None:
        super().__init__("Nobody to look as.")
        self.message = _(
            "This is no customer of the portal's shop, or they have been deleted, "
            "or you may not look at pages as a customer."
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to look as. `door` says whether the portal admits them, None: nobody signed in."""

    mode: Mode
    name: str
    viewer: Viewer
    door: Decision | None = None
    customer: Customer | None = None


def person_of(mode: Mode | None, portal: Portal, *, may_see: bool, now: datetime) -> Person:
    """Return who looks at `portal`. `may_see`: whether they may be a real customer.

    Raises `CannotLook`.
    """
    if mode is None or (mode.customer_id and not may_see):
        raise CannotLook
    if mode.customer_id:
        return _real(mode, mode.customer_id, portal, now)
    viewer = sample_viewer(mode.persona, portal, now=now, at=mode.at)
    return Person(mode, str(PERSONAS[mode.persona]), viewer)


def _real(mode: Mode, pk: int, portal: Portal, now: datetime) -> Person:
    rows = customers_of(portal.shop_id).select_related("facts")
    customer = rows.filter(pk=pk).first()
    if customer is None:
        raise CannotLook
    viewer, door = viewer_at(portal, customer, mode.at or now)
    return Person(mode, viewer.name, viewer, door, customer)


def viewer_at(portal: Portal, customer: Customer, now: datetime) -> tuple[Viewer, Decision]:
    """Return a customer of the portal's shop as the portal would see them, and its door's answer.

    No query where `facts` was fetched along.
    """
    facts = getattr(customer, "facts", None)
    door = admits(portal, facts, now)
    language = get_language() or ""
    named: dict[str, Any] = {"name": str(customer), "email": customer.email, "is_preview": True}
    if not door.allowed:
        nobody = signed_out(now, portal, Visit((), frozenset(), language))
        return Viewer(portal, nobody, RealData(()), refused=door, **named), door
    visit = Visit(METHODS, frozenset(), language)
    subject = subject_of(portal, facts, customer.pk, now, visit)
    data = RealData((customer.pk,))
    return Viewer(portal, subject, data, (customer.pk,), **named), door


def customers_found(portal: Portal, query: str) -> list[Customer]:
    """Return a few customers of the portal's shop by name, address or order number."""
    query = query.strip()[:100]
    if len(query) < 2:
        return []
    rows = customers_of(portal.shop_id).filter(
        Q(email__istartswith=query) | Q(name__icontains=query) | Q(orders__number__iexact=query)
    )
    return list(rows.order_by("name", "pk").distinct()[:MOST_FOUND])


def customers_of(shop_id: int) -> QuerySet[Customer]:
    """Return the customers of a shop that can be looked as."""
    return Customer.objects.filter(shop_id=shop_id, deleted_at=None)
