"""Reads amounts as people and systems write them. Guesses nothing: two readings are a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision, list_currencies
from django.utils.translation import gettext as _

from billing.sources.faults import UnreadableError

LARGEST = 10**15
"""Minor units: a thousandth of what the database holds, so that sums fit too."""

_SPACES = "'\u2019 \u00a0\u202f"
_MINUS = ("-", "\u2212")
_SYMBOLS = re.compile(r"[$€£¥₹₩₽฿₴₫₱₪₺\s]*")
# Grouped figures need groups of three and no leading zero: "12.50" is never twelve hundred.
_GROUPED = r"[1-9][0-9]{{0,2}}(?P<group>[{groups}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
_READINGS = {
    mark: re.compile(
        rf"(?P<whole>{_GROUPED.format(groups=groups)}|[0-9]+)(?:{point}(?P<part>[0-9]+))?"
    )
    for mark, point, groups in ((".", r"\.", "," + _SPACES), (",", ",", "." + _SPACES))
}


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How a file writes amounts: `decimal` is "." or ",", None where each amount must show it."""

    decimal: str | None = None
    minor: bool = False


@lru_cache(maxsize=1)
def _known_currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@lru_cache(maxsize=512)
def currency_code(text: str) -> str:
    """Return the ISO 4217 code in `text`. Raise `UnreadableError` for any other word."""
    code = text.strip().upper()
    if code in _known_currencies():
        return code
    raise UnreadableError(
        _("“%(text)s” is not a currency. Use the three letters of ISO 4217, such as EUR or USD.")
        % {"text": text}
    )


@lru_cache(maxsize=512)
def decimals_of(currency: str) -> int:
    """How many decimals amounts in `currency` have: 2 for EUR, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


@lru_cache(maxsize=8192)
def minor_units(text: str, currency: str, style: AmountStyle) -> int:
    """Return the amount in minor units of `currency`. Raise `UnreadableError` if unclear."""
    bare = _without_marks(text, currency)
    negative = bare[:1] in _MINUS
    size = _size(bare[1:].strip() if negative else bare, text, currency, style)
    if size > LARGEST:
        raise UnreadableError(_("The amount “%(text)s” is too large.") % {"text": text})
    return -size if negative else size


def _without_marks(text: str, currency: str) -> str:
    bare = text.strip()
    sign = bare[:1] if bare[:1] in _MINUS else ""
    bare = bare.removeprefix(sign).removeprefix(currency).removesuffix(currency)
    start = _SYMBOLS.match(bare)
    bare = bare[start.end() :] if start else bare
    return sign + bare.rstrip(" \u00a0\u202f$€£¥₹₩₽฿₴₫₱₪₺")


def _size(bare: str, text: str, currency: str, style: AmountStyle) -> int:
    if style.minor:
        if bare.isascii() and bare.isdigit():
            return int(bare[:20])
        raise UnreadableError(
            _("“%(text)s” is not a whole number of minor units.") % {"text": text}
        )
    marks = style.decimal or ".,"
    readings = {value for mark in marks if (value := _reading(bare, mark)) is not None}
    places = decimals_of(currency)
    if len(readings) > 1 and places:
        raise UnreadableError(_ambiguous(text))
    if not readings:
        raise UnreadableError(_not_an_amount(text, style))
    # Without decimals there is one sensible reading: the marks group thousands.
    return _scaled(max(readings), places, text, currency)


def _reading(bare: str, mark: str) -> Decimal | None:
    found = _READINGS[mark].fullmatch(bare)
    if found is None or len(bare) > 40:
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"])
    return Decimal(f"{whole}.{found['part'] or 0}")


def _scaled(value: Decimal, places: int, text: str, currency: str) -> int:
    scaled = value.scaleb(places)
    if scaled != scaled.to_integral_value():
        raise UnreadableError(
            _("“%(text)s” has more decimals than %(currency)s has (%(places)d).")
            % {"text": text, "currency": currency, "places": places}
        )
    return int(scaled)


def _ambiguous(text: str) -> str:
    return _(
        "“%(text)s” can be read in two ways. Say in the mapping file which mark stands before "
        'the decimals: decimal = "." or decimal = "," under [formats].'
    ) % {"text": text}


def _not_an_amount(text: str, style: AmountStyle) -> str:
    if style.decimal is None:
        return _("“%(text)s” is not an amount.") % {"text": text}
    return _(
        "“%(text)s” is not an amount with “%(mark)s” before its decimals. Correct it, or change "
        "decimal under [formats] in the mapping file."
    ) % {"text": text, "mark": style.decimal}
