"""Where the parcels of one subscription go, and the note in them.

Stripe has a place for an address on a customer only, so both stand in the subscription's metadata,
a part a key. Each invoice carries a copy of it, for whoever packs the parcels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields

import stripe

from billing.gateway.reading import field_of
from billing.gateway.records import AddressRecord

TO, GIFT_NOTE = "portico_to_", "portico_gift_note"
MOST_OF_A_NOTE = 450
_PARTS = tuple(one.name for one in fields(AddressRecord))


def shipping_address_of(found: stripe.Subscription) -> AddressRecord | None:
    """Return the address of its own, None where it has none."""
    return _address_in(_metadata(found))


def shipping_address_on(invoice: stripe.Invoice) -> AddressRecord | None:
    """Return the subscription's own address as it was when an invoice of it was made."""
    kept = field_of(invoice, "parent", "subscription_details", "metadata")
    return _address_in(kept.to_dict()) if kept is not None else None


def _address_in(kept: Mapping[str, object]) -> AddressRecord | None:
    parts = {part: str(kept.get(TO + part) or "") for part in _PARTS}
    return AddressRecord(**parts) if any(parts.values()) else None


def gift_note_of(found: stripe.Subscription) -> str:
    """Return the note that lies in its parcels; longer ones than ours are cut."""
    return str(_metadata(found).get(GIFT_NOTE) or "")[:MOST_OF_A_NOTE]


def address_parts(record: AddressRecord | None) -> dict[str, str]:
    """Return the parts that have a value, by the names of `AddressRecord`."""
    found = asdict(record) if record is not None else {}
    return {part: text for part, text in found.items() if text}


def kept_address(address: Mapping[str, str]) -> dict[str, str]:
    """Return how an address stands in the metadata; Stripe drops the keys of empty parts."""
    return {TO + part: address.get(part, "") for part in _PARTS}


def _metadata(found: stripe.Subscription) -> Mapping[str, object]:
    metadata = field_of(found, "metadata")
    return metadata.to_dict() if metadata is not None else {}
