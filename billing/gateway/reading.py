"""How every reader takes fields out of Stripe's objects."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, overload

import stripe

from billing.gateway.records import AddressRecord
from billing.regions import region_of

OPERATION_KEY = "portico_operation"  # in the metadata of what an operation has made
SHOP_KEY = "portico_shop"  # in the metadata of customers and products: whose they are
OWN_KEYS = frozenset({OPERATION_KEY, SHOP_KEY})


@overload
def moment(seconds: int) -> datetime: ...
@overload
def moment(seconds: int | None) -> datetime | None: ...
def moment(seconds: int | None) -> datetime | None:
    """Return the time of a Unix timestamp."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def id_of(value: str | stripe.StripeObject | None) -> str:
    """Return the id of what Stripe gives as an id or, expanded, as an object; empty for nothing."""
    if value is None or isinstance(value, str):
        return value or ""
    return str(getattr(value, "id", ""))


def field_of(found: object, *path: str) -> Any:
    """Return the field at `path`, None where it or one before it is null or left out."""
    for name in path:
        found = getattr(found, name, None)
        if found is None:
            return None
    return found


def words_of(found: object, *path: str) -> str:
    """Return the text at `path`, empty where there is none."""
    return str(field_of(found, *path) or "")


def shop_name_of(found: object) -> str:
    """Return the shop that the object's metadata names."""
    metadata = field_of(found, "metadata")
    return str(metadata.to_dict().get(SHOP_KEY) or "") if metadata is not None else ""


def operation_of(found: object) -> str:
    """Return the id of the operation that has made the object; empty where none of ours has."""
    metadata = field_of(found, "metadata")
    return str(metadata.to_dict().get(OPERATION_KEY) or "") if metadata is not None else ""


def attributes_of(found: object) -> dict[str, str]:
    """Return the merchant's own names and values in the object's metadata: ours are left out."""
    metadata = field_of(found, "metadata")
    pairs = metadata.to_dict().items() if metadata is not None else ()
    return {str(name): str(value) for name, value in sorted(pairs) if name not in OWN_KEYS}


def place_of(address: object) -> tuple[str, str]:
    """Return country and region of an address, as ISO 3166 has them ("US", "US-CA").

    The region is empty where nobody can tell which part of the country is meant.
    """
    country = words_of(address, "country").strip().upper()[:2]
    return country, region_of(country, words_of(address, "state"))


def minor_units(whole: int | None, exact: Decimal | str | None) -> int:
    """Return an amount that Stripe gives in whole minor units or, below a cent, as a decimal."""
    if whole is not None:
        return whole
    return round(Decimal(exact)) if exact is not None else 0


def address_of(found: object, *, name: str = "", phone: str = "") -> AddressRecord | None:
    """Return the address, None where there is none."""
    if found is None:
        return None
    return AddressRecord(
        name=name,
        line1=words_of(found, "line1"),
        line2=words_of(found, "line2"),
        city=words_of(found, "city"),
        postal_code=words_of(found, "postal_code"),
        state=words_of(found, "state"),
        country=words_of(found, "country"),
        phone=phone,
    )
