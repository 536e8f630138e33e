"""Where the demo's customers live, each in their country's own form of an address."""

from __future__ import annotations

HOMES: dict[str, dict[str, str]] = {
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
PHONES = {"active@example.com": "+4930209160018", "past-due@example.com": "+14155550132"}


def home_of(email: str, country: str, region: str) -> dict[str, str]:
    """Return somebody's address; of whom no more is known, the country alone."""
    return HOMES.get(email, {"country": country, "state": region})
