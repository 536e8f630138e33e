"""Keeps spreadsheets from running what somebody typed into a form, and undoes it when read back.

A cell that begins like a formula gets an apostrophe before it, which spreadsheets take as "this is
text". Blanks and quotation marks before the sign count too: programs drop them. A cell that begins
with an apostrophe and such a sign gets another one, so that reading back takes away exactly one.
"""

from __future__ import annotations

import re

# The wide forms of East Asian keyboards are taken for the signs themselves.
_FORMULA = re.compile(r"[\s'\"\u2018\u2019\u201c\u201d\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_FIRST = re.compile(r"['\"]*[\t\r\n]")
MARK = "'"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run this."""
    return bool(_FORMULA.match(text) or _FIRST.match(text))


def escaped(text: str) -> str:
    """Return what a spreadsheet shows as this text."""
    return MARK + text if is_formula(text) else text


def plain(text: str) -> str:
    """Return the text that was `escaped`; any other text as it is."""
    return text[1:] if text.startswith(MARK) and is_formula(text[1:]) else text
