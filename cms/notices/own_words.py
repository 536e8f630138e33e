"""A merchant's own subject and opening of an e-mail, with names in braces: `{amount}`.

What a kind can name is what its letter says in `values`. Names are checked when they are saved;
one that is unknown all the same stands as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from cms.notices.letter import Letter
from cms.notices.pen import header

SUBJECT, INTRO = "subject", "intro"
LONGEST_SUBJECT = 200
_NAME = re.compile(r"\{(\w+)\}")


def with_own_words(letter: Letter, own: Mapping[str, str]) -> Letter:
    """Return the letter in the merchant's words, as far as there are any."""
    subject = _filled(own.get(SUBJECT, ""), letter.values)
    return replace(
        letter,
        subject=header(subject or letter.subject, longest=LONGEST_SUBJECT),
        intro=_filled(own.get(INTRO, ""), letter.values),
    )


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """Return the names in braces that a kind cannot fill."""
    return sorted(set(_NAME.findall(text)) - set(known))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in once: braces in a product's name are its own."""
    return _NAME.sub(lambda found: values.get(found[1], found[0]), text).strip()
