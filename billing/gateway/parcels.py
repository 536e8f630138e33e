"""Where a parcel is, as far as somebody wrote it down at Stripe: on a payment, or as metadata."""

from __future__ import annotations

from billing.gateway.reading import field_of, id_of, words_of
from billing.gateway.sale_records import ParcelRecord

NUMBER_KEY, CARRIER_KEY, URL_KEY = "tracking_number", "tracking_carrier", "tracking_url"
_ADDRESSES = ("https://", "http://")  # it becomes a link


def parcels_of(root: object, *intents: object) -> tuple[ParcelRecord, ...]:
    """Return the parcels of a sale: of its payments, and of what it is known by; each once."""
    found = [_of_metadata(root), *(_of_payment(one) for one in intents)]
    by_number = {one.tracking_number: one for one in reversed(found) if one.tracking_number}
    return tuple(reversed(by_number.values()))


def _of_metadata(root: object) -> ParcelRecord:
    kept = field_of(root, "metadata")
    url = words_of(kept, URL_KEY)
    return ParcelRecord(
        external_id=id_of(root),  # type: ignore[arg-type]
        carrier=words_of(kept, CARRIER_KEY),
        tracking_number=words_of(kept, NUMBER_KEY),
        tracking_url=url if url.startswith(_ADDRESSES) else "",
    )


def _of_payment(intent: object) -> ParcelRecord:
    shipping = field_of(intent, "shipping")
    return ParcelRecord(
        external_id=id_of(intent),  # type: ignore[arg-type]
        carrier=words_of(shipping, "carrier"),
        tracking_number=words_of(shipping, "tracking_number"),
        tracking_url="",
    )
