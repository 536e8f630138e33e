"""Reads dates and times of files. A date that can be read in two ways is a fault."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.sources.faults import UnreadableError

_YEAR_FIRST = re.compile(r"[0-9]{4}(?:[-/.]?)[0-9]{2}")
_SPACED_OFFSET = re.compile(r"\s+(?=[+-][0-9]{2}:?[0-9]{2}$)")


@lru_cache(maxsize=4096)
def moment(text: str, zone: ZoneInfo, pattern: str | None = None) -> datetime:
    """Return the moment in UTC; a text without an offset is local to `zone`.

    `pattern` is strptime's; None reads what starts with the year. Raise
    `UnreadableError` where that fails.
    """
    try:
        read = _iso(text) if pattern is None else datetime.strptime(text, pattern)  # noqa: DTZ007
        return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableError(_not_a_date(text, pattern)) from None


def _iso(text: str) -> datetime:
    if not _YEAR_FIRST.match(text):
        raise ValueError(text)
    text = text.removesuffix(" UTC") + "+00:00" if text.endswith(" UTC") else text
    day = text[:10].replace("/", "-").replace(".", "-")
    return datetime.fromisoformat(_SPACED_OFFSET.sub("", day + text[10:]))


def _not_a_date(text: str, pattern: str | None) -> str:
    if pattern is None:
        return _(
            "“%(text)s” is not a date such as 2026-01-31 or 2026-01-31 14:30. Say in the mapping "
            'file how this file writes dates, such as date = "%%d/%%m/%%Y" under [formats].'
        ) % {"text": text}
    return _(
        "“%(text)s” is not a date of the form %(pattern)s. Correct it, or change date under "
        "[formats] in the mapping file."
    ) % {"text": text, "pattern": pattern}
