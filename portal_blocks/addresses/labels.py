"""What the fields of an address are called, by country, and how browsers are told what they are."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal_blocks.addresses.formats import CountryFormat

_BRITISH = frozenset({"AU", "GB", "GG", "IM", "JE", "NZ", "SG", "ZA"})

AUTOCOMPLETE = {
    "name": "name",
    "line1": "address-line1",
    "line2": "address-line2",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
    "country": "country",
    "phone": "tel",
}
MOST = {
    "name": 200,
    "line1": 500,
    "line2": 500,
    "city": 200,
    "state": 200,
    "postal_code": 20,
    "phone": 40,
    "country": 2,
}
"""Characters; what Stripe takes of each, or less where our own columns hold less."""


def label_of(part: str, way: CountryFormat) -> str:
    """Return the name of a field, as the country's own people call it."""
    named = {
        "line1": _first,
        "city": _city,
        "state": _state,
        "line2": _second,
        "postal_code": _postal_code,
    }
    return named[part](way) if part in named else _plain(part)


def _plain(part: str) -> str:
    return {
        "name": _("Full name"),
        "country": _("Country or region"),
        "phone": _("Phone"),
    }[part]


def _first(way: CountryFormat) -> str:
    if way.country == "JP":  # everything below the prefecture is one line there
        return _("City, ward, street and number")
    return _("Street address")


def _second(way: CountryFormat) -> str:
    if "district" not in way.parts:
        return _("Apartment, floor, building")
    if way.kinds["district"] == "neighborhood":
        return _("Apartment, building, neighbourhood")
    return _("Apartment, building, district")


def _city(way: CountryFormat) -> str:
    return {
        "district": _("District"),
        "suburb": _("Suburb"),
    }.get(way.kinds["city"], _("City") if way.country in ("US", "CA") else _("Town or city"))


def _state(way: CountryFormat) -> str:
    return {
        "area": _("Area"),
        "county": _("County"),
        "department": _("Department"),
        "district": _("District"),
        "do_si": _("Province or city"),
        "emirate": _("Emirate"),
        "island": _("Island"),
        "oblast": _("Region"),
        "parish": _("Parish"),
        "prefecture": _("Prefecture"),
        "state": _("State"),
    }.get(way.kinds["state"], _("Province"))


def _postal_code(way: CountryFormat) -> str:
    own = {"BR": "CEP", "IT": "CAP"}.get(way.country)
    if own:
        return own
    if way.country in _BRITISH:
        return _("Postcode")
    return {
        "eircode": _("Eircode"),
        "pin": _("PIN code"),
        "zip": _("ZIP code"),
    }.get(way.kinds["postal_code"], _("Postal code"))
