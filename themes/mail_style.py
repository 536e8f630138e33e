"""The look of e-mails: a theme's style sheet with its roles turned into colours a mail can have.

Mail programs know no custom properties and no `light-dark()`. So each role is replaced by its
light value and put on the elements themselves; the dark values follow in a sheet of their own,
for programs that read one. `portal/email/style.css` may use simple rules only: no rule in another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

LIGHT, DARK = "light", "dark"
SHEET = "portal/email/style.css"
TOKENS = "themes/plain/tokens.css"
REM = 16  # pixels; mail programs differ in what a rem is
_TOKEN = re.compile(r"(--p-[\w-]+):\s*([^;]+);")
_BOTH = re.compile(r"light-dark\(([^,]+),\s*(#\w+|[^()]+)\)")
_ROLE = re.compile(r"var\((--p-[\w-]+)\)")
_LENGTH = re.compile(r"(\d*\.?\d+)rem\b")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MailStyle:
    """Two sheets: one to be put on the elements, and what differs from it in the dark."""

    light: str
    dark: str


@cache
def mail_style() -> MailStyle:
    """Return the style of e-mails in the theme's colours."""
    sheet = _COMMENT.sub("", render_to_string(SHEET))
    path = finders.find(TOKENS)
    tokens = dict(reversed(_TOKEN.findall(Path(path).read_text("utf-8")))) if path else {}
    return MailStyle(_resolved(sheet, tokens, LIGHT), _differing(sheet, tokens))


def _resolved(css: str, tokens: dict[str, str], scheme: str) -> str:
    """Replace roles by their values, and rem by pixels. Raise `KeyError` for an unknown role."""
    at = 1 if scheme == LIGHT else 2
    while _ROLE.search(css):
        css = _ROLE.sub(lambda role: _BOTH.sub(lambda two: two[at].strip(), tokens[role[1]]), css)
    return _LENGTH.sub(lambda length: f"{float(length[1]) * REM:g}px", css)


def _differing(sheet: str, tokens: dict[str, str]) -> str:
    """Return the declarations that read otherwise in the dark, stronger than those on elements."""
    rules = []
    for selector, body in _RULE.findall(sheet):
        declarations = [one.strip() for one in body.split(";") if one.strip()]
        dark = [(one, _resolved(one, tokens, DARK)) for one in declarations]
        changed = [new for old, new in dark if new != _resolved(old, tokens, LIGHT)]
        if changed:
            inside = " ".join(f"{one} !important;" for one in changed)
            rules.append(f"{selector.strip()} {{ {inside} }}")
    return "\n".join(rules)
