"""How money, dates and rhythms read, in the viewer's language.

Asked by the template filters and by whatever writes sentences for customers. The wording of dates
and numbers is CLDR's (through Babel); only what a page decides is decided here. Days and prices
come back again and again, and CLDR's patterns take 30 to 50 microseconds each: what was said of
the last few thousand is kept.

A day and its month, a number and its unit stay on one line: `TIE` stands between them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, match_skeleton
from babel.numbers import format_currency, get_currency_precision, get_currency_symbol
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

SYMBOL = "symbol"
CODE = "code"
KEPT = 4096
TIE = "\N{NO-BREAK SPACE}"

# "en" alone is read all over the world: the day stands before the month, as on a parcel label.
_DAY_FIRST = "en"
_WRITTEN_OUT = {"en": ("EEEE d MMMM", "EEEE d MMMM y"), "en_GB": ("EEEE d MMMM", "EEEE d MMMM y")}

# Elsewhere the code stands before the place: "10969 Berlin", but "Portland OR 97201".
_CODE_AFTER_PLACE = frozenset({"AU", "CA", "GB", "IE", "IN", "NZ", "US"})


class Recurring(Protocol):
    """Whatever comes round: `interval` is day, week, month or year."""

    interval: str
    interval_count: int


def money(amount: int, currency: str, *, display: str = SYMBOL, language: str = "") -> str:
    """Return `amount` minor units of `currency` (ISO 4217) as people write it.

    `display` is "symbol" (€24.00) or "code" (EUR 24.00).
    """
    return _money(amount, currency.upper(), display, locale_of(language))


@lru_cache(KEPT)
def _money(amount: int, iso: str, display: str, locale: Locale) -> str:
    value = Decimal(amount).scaleb(-get_currency_precision(iso))
    pattern = locale.currency_formats["standard"].pattern
    if display == CODE or get_currency_symbol(iso, locale)[-1].isalpha():
        # CLDR keeps letters and digits apart with a space that does not break; Babel does not.
        pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
    if display == CODE:
        pattern = pattern.replace("¤", "¤¤")
    return format_currency(value, iso, format=pattern, locale=locale)


def long_date(moment: dt.date, *, today: dt.date, language: str = "") -> str:
    """Return weekday, day and month in full; the year only where it is not this one's."""
    locale = locale_of(language)
    return _long_date(moment, locale, with_year=moment.year != today.year)


@lru_cache(KEPT)
def _long_date(moment: dt.date, locale: Locale, *, with_year: bool) -> str:
    # The weekday may stand on a line of its own, and what comes after a comma.
    parts = re.split(r"(E+)", _long_pattern(locale, with_year=with_year))
    pattern = "".join(re.sub(r"(?<=[^\s,،]) (?=\S)", TIE, part) for part in parts)
    return format_date(moment, pattern, locale=locale)


def short_date(moment: dt.date, *, language: str = "") -> str:
    """Return the day, the month's short name and the year: "3 Dec 2026"."""
    return _short_date(moment, locale_of(language))


@lru_cache(KEPT)
def _short_date(moment: dt.date, locale: Locale) -> str:
    if str(locale) == _DAY_FIRST:
        return _tied(format_date(moment, "d MMM y", locale=locale))
    return _tied(format_skeleton("yMMMd", moment, locale=locale))


def month_and_year(moment: dt.date, *, language: str = "") -> str:
    """Return the month in full and the year: "December 2026"."""
    return _month_and_year(moment.replace(day=1), locale_of(language))


@lru_cache(KEPT)
def _month_and_year(month: dt.date, locale: Locale) -> str:
    return _tied(format_skeleton("yMMMM", month, locale=locale))


def every(recurring: Recurring) -> str:
    """Return how often something comes round: "every month", "every 4 weeks"."""
    count = recurring.interval_count
    words = {
        "day": ngettext("every day", "every %(count)d days", count),
        "week": ngettext("every week", "every %(count)d weeks", count),
        "month": ngettext("every month", "every %(count)d months", count),
        "year": ngettext("every year", "every %(count)d years", count),
    }
    said = words.get(recurring.interval, _("regularly")) % {"count": count}
    return said.replace(f"{count} ", f"{count}{TIE}")


def _tied(words: str) -> str:
    return words.replace(" ", TIE)


def address(parts: Mapping[str, str], *, language: str = "") -> str:
    """Return a postal address, one line a line: name, street, place, country.

    Reads `name line1 line2 city state postal_code country`, each of which may be missing.
    """
    country = parts.get("country", "").upper()
    place = ["city", "state", "postal_code"]
    if country not in _CODE_AFTER_PLACE:
        place = ["postal_code", "city", "state"]
    lines = [
        *(parts.get(name, "") for name in ("name", "line1", "line2")),
        " ".join(filter(None, (parts.get(name, "") for name in place))),
        locale_of(language).territories.get(country, country),
    ]
    return "\n".join(filter(None, lines))


def locale_of(language: str = "") -> Locale:
    """Return the locale of a Django language code (empty: the current one), English if unknown."""
    return _locale(language or get_language() or "en")


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _long_pattern(locale: Locale, *, with_year: bool) -> str:
    own = _WRITTEN_OUT.get(str(locale))
    if own:
        return own[with_year]
    if with_year:
        return str(locale.date_formats["full"].pattern)
    skeletons = locale.datetime_skeletons
    pattern = str(skeletons[match_skeleton("MMMMEd", skeletons)].pattern)
    # The nearest skeleton has short names; CLDR says to widen its fields to the length asked for.
    return re.sub(r"M{3,}|L{3,}", lambda m: m[0][0] * 4, re.sub(r"[Ec]+", "EEEE", pattern))
