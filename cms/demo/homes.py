"""Where the demo's customers live, each in their country's own form, and where parcels go."""

from __future__ import annotations

from collections.abc import Mapping

Address = Mapping[str, str]

HOMES: dict[str, Address] = {
    "any@example.com": {
        "line1": "Kastanienallee 42",
        "postal_code": "10435",
        "city": "Berlin",
        "country": "DE",
    },
    "active@example.com": {
        "line1": "Oranienstraße 187",
        "line2": "2. Hinterhof",
        "postal_code": "10999",
        "city": "Berlin",
        "country": "DE",
    },
    "trialing@example.com": {
        "line1": "Bondegatan 21",
        "postal_code": "116 33",
        "city": "Stockholm",
        "country": "SE",
    },
    "past-due@example.com": {
        "line1": "1420 Valencia Street",
        "line2": "Apt 3",
        "city": "San Francisco",
        "state": "CA",
        "postal_code": "94110",
        "country": "US",
    },
    "paused@example.com": {
        "line1": "Schanzenstraße 70",
        "postal_code": "20357",
        "city": "Hamburg",
        "country": "DE",
    },
    "ending@example.com": {
        "line1": "Via del Pigneto 44",
        "postal_code": "00176",
        "city": "Roma",
        "state": "RM",
        "country": "IT",
    },
    "cancelled@example.com": {
        "line1": "8 Marchmont Street",
        "postal_code": "WC1N 1AF",
        "city": "London",
        "country": "GB",
    },
}
ELSEWHERE: dict[str, Address] = {
    "active@example.com": {
        "name": "Amara Osei, Studio Nord",
        "line1": "Kottbusser Damm 25",
        "postal_code": "10967",
        "city": "Berlin",
        "country": "DE",
    },
}
"""Where the parcels go of whoever is at home too seldom to take them in."""
PHONES = {"active@example.com": "+4930209160018", "past-due@example.com": "+14155550132"}
GIFTS: dict[str, tuple[str, Address]] = {
    "paused@example.com": (
        "For the long breakfasts, dear Lotte. The kettle is coming for your birthday. Paul",
        {
            "name": "Lotte Hartmann",
            "line1": "Am Sande 12",
            "postal_code": "21335",
            "city": "Lüneburg",
            "country": "DE",
        },
    ),
}
"""Who has a subscription for somebody else: the note in each parcel, and where it goes."""


def home_of(email: str, country: str, region: str) -> Address:
    """Return somebody's address; of whom no more is known, the country alone."""
    return HOMES.get(email, {"country": country, "state": region})


def parcels_of(email: str, name: str) -> Address:
    """Return where somebody's parcels go, and to which name; empty where it is not known."""
    home = HOMES.get(email)
    return ELSEWHERE.get(email) or ({"name": name, **home} if home else {})
