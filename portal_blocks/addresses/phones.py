"""Phone numbers: read as people write them, kept as E.164, shown as people read them."""

from __future__ import annotations

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat

from portal_blocks.addresses.words import fault_of, tidy

MOST = 40


def phone_from(typed: str, country: str) -> tuple[str, str]:
    """Return the number as E.164 has it, and why it is none; both are empty for nothing typed.

    Without a country code it is one of `country`.
    """
    text = tidy(typed)
    if not text:
        return "", ""
    if fault := fault_of(text, MOST):
        return "", fault
    number = _parsed(text, country)
    if number is None or not phonenumbers.is_possible_number(number):
        return "", _("This does not look like a phone number. An example: %(example)s.") % {
            "example": example_phone(country)
        }
    if number.extension:
        return "", _("Leave out the extension: we keep the number alone.")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), ""


def phone_shown(kept: str, country: str) -> str:
    """Return a number as it is read in `country`: one from abroad with its country code."""
    number = _parsed(kept, country)
    if number is None or not phonenumbers.is_possible_number(number):
        return kept
    at_home = number.country_code == phonenumbers.country_code_for_region(country)
    way = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, way)


def example_phone(country: str) -> str:
    """Return a number such as people have in a country, with its country code."""
    number = phonenumbers.example_number(country) or phonenumbers.example_number("GB")
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else ""


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country or None)
    except NumberParseException:
        return None
