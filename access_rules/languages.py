"""Languages by their BCP 47 tags: which there are, which covers which, what they are called."""

from __future__ import annotations

import re

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language, to_locale

_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")


def is_language(tag: str) -> bool:
    """Whether this is the tag of a language that somebody speaks somewhere: de, de-AT, zh-Hant."""
    found = _TAG.fullmatch(tag)
    return found is not None and found[1] in Locale("en").languages


def covers(tag: str, other: str) -> bool:
    """Whether whoever asks for `tag` means `other` too: "de" covers "de-AT"."""
    return other == tag or other.startswith(f"{tag}-")


def canonical(tag: str) -> str:
    """Return a tag as it is stored: Django's "pt-br" is "pt-BR"."""
    return to_locale(tag).replace("_", "-") if tag else ""


def language_name(tag: str) -> str:
    """Return what a language is called, in the current one."""
    shown = Locale.parse(to_locale(get_language() or "en"))
    base, *parts = tag.split("-")
    named = [shown.scripts.get(part) or shown.territories.get(part) or part for part in parts]
    name = shown.languages.get(base, base)
    return f"{name} ({', '.join(named)})" if named else name


def offered_languages() -> list[tuple[str, str]]:
    """Return what a merchant chooses from: each language that is somewhere official, by name."""
    spoken = get_global("territory_languages").values()
    official = {
        tag.split("_")[0] for each in spoken for tag, of in each.items() if of["official_status"]
    }
    named = [(tag, language_name(tag)) for tag in official if is_language(tag)]
    return sorted(named, key=lambda one: one[1].casefold())
