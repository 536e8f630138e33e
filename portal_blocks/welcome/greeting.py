"""How somebody is greeted: by first name and the time of day, or in the merchant's own words."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from django.utils.translation import gettext as _

NAME = "{name}"
LONGEST = 24
"""A first name of more letters than this is none that anybody is called by."""
FAMILY_FIRST = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


def first_name(name: str) -> str:
    """Return what to call somebody by, empty where the name does not tell.

    The whole name where the family name stands first, or a title does: "Dr. Sam Sample".
    """
    parts = name.split()
    if not parts or "@" in name:
        return ""
    if parts[0].endswith(".") or _is_family_first(parts[0]):
        return name.strip() if len(name) <= LONGEST else ""
    return parts[0] if len(parts[0]) <= LONGEST else ""


def greeting(name: str, now: datetime) -> str:
    """Return the greeting of the hour; `now` is local to the portal."""
    called = first_name(name)
    if called:
        return _named(now.hour) % {"name": called}
    if 5 <= now.hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= now.hour < 18 else _("Good evening")


def in_own_words(words: str, without_name: str, name: str) -> str:
    """Return the merchant's words with the name in them; empty where they need one and have none.

    The words are text, never a pattern: nothing but the name's place is filled.
    """
    called = first_name(name)
    if called or NAME not in words:
        return words.replace(NAME, called)
    return without_name


def _named(hour: int) -> str:
    if 5 <= hour < 12:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if 12 <= hour < 18 else _("Good evening, %(name)s")


def _is_family_first(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith(FAMILY_FIRST)
