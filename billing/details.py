"""What a customer says of themselves: name, phone, where bills and parcels go.

A person may be several customers of a shop, and yet has one name and lives in one place: what is
shown is the first that any of them has, what is changed is changed for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Customer
from billing.models import Operation
from billing.queries import UNSETTLED
from portals.prepared import Prepared

NAME, PHONE, BILLING, SHIPPING = "name", "phone", "billing_address", "shipping_address"
PARTS = (NAME, PHONE, BILLING, SHIPPING)
ADDRESSES = frozenset({BILLING, SHIPPING})
UPDATE_DETAILS = "update_details"


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of one person. Addresses have the keys of `AddressRecord`; empty: none.

    `in_check` are the parts of which a change is not settled yet.
    """

    email: str = ""
    name: str = ""
    phone: str = ""
    billing_address: Mapping[str, str] = field(default_factory=dict)
    shipping_address: Mapping[str, str] = field(default_factory=dict)
    in_check: frozenset[str] = frozenset()


def details_of(customer_ids: Collection[int]) -> Details:
    """Return what is known of the person who is these customers, by one query."""
    rows = _ordered(_CHECKED.rows(tuple(customer_ids)))
    known = {name: _first(rows, name) for name in ("email", *PARTS)}
    in_check = (part for part in PARTS if any(getattr(row, f"checks_{part}") for row in rows))
    return Details(**known, in_check=frozenset(in_check))


def owners(customer_ids: Collection[int]) -> list[Customer]:
    """Return the customers that one person is: those of Stripe first, of them the latest."""
    return _ordered(_people(customer_ids))


def target_of(part: str, external_id: str = "") -> str:
    """Return what an operation on one part of a customer's details is about."""
    return f"{external_id[:100]}:{part}"


def _people(customer_ids: Collection[int]) -> Any:
    return Customer.objects.filter(pk__in=customer_ids, deleted_at=None)


def _checked(customer_ids: Collection[int]) -> Any:
    open_changes = Operation.objects.filter(
        customer=OuterRef("pk"), action=UPDATE_DETAILS, outcome__in=UNSETTLED
    )
    checks: Any = {
        f"checks_{part}": Exists(open_changes.filter(target__endswith=target_of(part)))
        for part in PARTS
    }
    return _people(customer_ids).annotate(**checks)


_CHECKED: Prepared[Customer] = Prepared(_checked)


def _ordered(rows: Any) -> list[Customer]:
    return sorted(rows, key=lambda one: (one.source == "stripe", one.pk), reverse=True)


def _first(rows: list[Customer], name: str) -> Any:
    values = [getattr(row, name) for row in rows]
    empty: Any = {} if name in ADDRESSES else ""
    return next(filter(None, values), empty)
