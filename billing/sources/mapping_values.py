"""Checks of single values in a mapping file. Each returns the value or raises `UnreadableError`."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.sources.faults import UnreadableError


def only_known(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse a key that nothing reads, with the nearest one that something does."""
    for key in table:
        if key not in known:
            raise UnreadableError(
                unknown_word(key, key, known, f"[{where}]" if where else _("the file"))
            )


def unknown_word(shown: str, key: str, known: Collection[str], where: str) -> str:
    """Say that a word is not known, and which one may have been meant."""
    near = difflib.get_close_matches(key, known, n=1)
    message = _("“%(key)s” in %(where)s is not known.") % {"key": shown, "where": where}
    if near:
        return f"{message} " + _("Did you mean “%(near)s”?") % {"near": near[0]}
    return f"{message} " + _("Known are: %(known)s.") % {"known": ", ".join(known)}


def text(value: Any) -> str:
    """A text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value
    raise UnreadableError(_("“%(value)s” must be a text in quotation marks.") % {"value": value})


def truth(value: Any) -> bool:
    """true or false."""
    if isinstance(value, bool):
        return value
    raise UnreadableError(_("“%(value)s” must be true or false.") % {"value": value})


def column(value: Any) -> str | int:
    """The name of a column, or its position counted from 1."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10_000:
        return value
    raise UnreadableError(
        _("“%(value)s” is neither a column's name nor its position (1 is the first).")
        % {"value": value}
    )


def one_of(value: Any, allowed: Collection[str], where: str = "") -> str:
    """One of some words."""
    if value in allowed:
        return str(value)
    message = _("“%(value)s” is not one of: %(allowed)s.")
    shown = message % {"value": value, "allowed": ", ".join(allowed)}
    raise UnreadableError(f"{where}: {shown}" if where else shown)


def delimiter(value: Any) -> str:
    """The character between columns."""
    if isinstance(value, str) and len(value) == 1 and value not in '"\r\n ':
        return value
    raise UnreadableError(_("The delimiter must be one character, such as ; or \\t."))


def widths(value: Any) -> tuple[int, ...]:
    """How many characters each column has."""
    if isinstance(value, list) and value and all(type(w) is int and w > 0 for w in value):
        return tuple(value)
    raise UnreadableError(
        _("The widths must be whole numbers: how many characters each column has.")
    )


def encoding(value: Any) -> str:
    """The name of a text encoding Python knows."""
    try:
        "a".encode(text(value))  # raises for codecs that are not of text
        return codecs.lookup(value).name
    except LookupError:
        raise UnreadableError(
            _("The encoding “%(name)s” is not known.") % {"name": value}
        ) from None


def zone(value: Any) -> ZoneInfo:
    """A time zone."""
    try:
        return ZoneInfo(text(value))
    except (OSError, ValueError, LookupError):
        raise UnreadableError(
            _("The time zone “%(name)s” is not known.") % {"name": value}
        ) from None


def source(value: Any) -> str:
    """The name orders of this file are kept under."""
    if re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", text(value)) and value != "stripe":
        return str(value)
    raise UnreadableError(
        _("A source is named in up to 40 small letters, figures and hyphens, and not “stripe”.")
    )
