"""Whose orders an address names that several customers have. Staff decide; nothing is guessed.

A case is opened by an order that could be any of theirs (`billing.sources.matching`). The order
waits without a customer until it is decided; orders that come later follow the decision.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.audit import record_decisions
from billing.facts import rebuild_facts
from billing.mirror.locks import locked_shop
from billing.models import Order, SharedAddress
from billing.sources.matching import GUESTS

DECIDE, ASSIGN = "decide_address", "assign_order"


class NotACandidate(Exception):
    """The customer does not have the address, or is gone, or is another shop's."""

    permanent = True
    code = "not_a_candidate"

    def __init__(self) -> None:
        self.message = _("This customer does not have this address any more. Please choose again.")
        super().__init__(self.message)


def open_cases(shop_ids: Collection[int]) -> QuerySet[SharedAddress]:
    """Return what is to be decided in these shops, the newest first."""
    return SharedAddress.objects.filter(shop_id__in=shop_ids, decided_at=None)


def waiting_orders(case: SharedAddress) -> QuerySet[Order]:
    """Return the orders that wait for the decision, the newest first."""
    waiting = Order.objects.filter(shop_id=case.shop_id, email=case.email, customer=None)
    return waiting.order_by("-placed_at", "-id")


def candidates(case: SharedAddress) -> QuerySet[Customer]:
    """Return the customers who have the address. Whoever has only typed it is not among them."""
    found = Customer.objects.filter(shop_id=case.shop_id, email=case.email, deleted_at=None)
    return found.exclude(source=GUESTS).order_by("pk")


def decide(
    address: SharedAddress, *, customer: Customer | None, by: AbstractBaseUser, now: datetime
) -> int:
    """Give the orders that wait to `customer`; return how many there were.

    None: they stay nobody's. What was given by an earlier decision stays where it is. Raise
    `NotACandidate`.
    """
    with transaction.atomic():
        locked_shop(address.shop_id)
        case = SharedAddress.objects.select_for_update().get(pk=address.pk)
        people = list(candidates(case))
        if customer is not None and customer not in people:
            raise NotACandidate
        case.customer, case.decided_at, case.decided_by_id = customer, now, by.pk
        case.save(update_fields=["customer", "decided_at", "decided_by"])
        given = list(waiting_orders(case)) if customer is not None else []
        _record(case, people, given, now=now)
        if customer is not None:
            Order.objects.filter(pk__in=[order.pk for order in given]).update(customer=customer)
            rebuild_facts([customer.pk], now=now)
    return len(given)


def _record(
    case: SharedAddress, people: Collection[Customer], given: Collection[Order], *, now: datetime
) -> None:
    actor = f"staff:{case.decided_by_id}"
    meant = case.customer.external_id if case.customer is not None else None
    record_decisions(
        [(one.pk, DECIDE, case.email[:128], {"customer": meant}) for one in people],
        actor=actor,
        now=now,
    )
    if case.customer_id is not None:
        owner = case.customer_id
        named = [(owner, ASSIGN, one.external_id, {"number": one.number}) for one in given]
        record_decisions(named, actor=actor, now=now)
