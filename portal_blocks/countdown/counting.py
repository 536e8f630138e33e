"""How much time is left until a moment, as a page says it before any script runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils.formats import time_format

from themes.formats import locale_of, long_date

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Part:
    """A number as it is written, with its unit in words: `key` is "day", "hour" or "minute"."""

    key: str
    number: str
    word: str


def moment_of(day: date, hour: time | None, zone: tzinfo) -> datetime:
    """Return the moment of a day and an hour in a zone; no hour: the end of that day."""
    if hour is None:
        return datetime.combine(day + timedelta(days=1), time.min, zone)
    return datetime.combine(day, hour, zone)


def parts_left(until: datetime, now: datetime) -> list[Part]:
    """Return days, hours and minutes until then; none of them once it has come."""
    left = int((until - now).total_seconds())
    if left <= 0:
        return []
    numbers = {"day": left // DAY, "hour": left % DAY // HOUR, "minute": left % HOUR // MINUTE}
    return [_part(key, number) for key, number in numbers.items()]


def in_words(day: date, hour: time | None, *, today: date) -> str:
    """Return the moment as a date in full, with the hour where there is one."""
    written = long_date(day, today=today)
    return f"{written}, {time_format(hour)}" if hour else written


def _part(key: str, number: int) -> Part:
    locale = locale_of()
    written = format_decimal(number, locale=locale)
    whole = format_unit(number, f"duration-{key}", "long", locale=locale)
    return Part(key, written, whole.replace(written, "").strip())
