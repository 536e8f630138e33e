"""Fills what a file does not say from what it does: "CDNOW-{customer}-{nth}"."""

from __future__ import annotations

import string
from collections.abc import Callable, Collection
from dataclasses import dataclass

LINE = "line"
NTH = "nth"
COUNTERS = (LINE, NTH)


@dataclass(frozen=True, slots=True)
class Template:
    """Literal texts and names of fields in turn. Nothing else of format strings is read."""

    text: str
    parts: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names between braces."""
        return tuple(name for _, name in self.parts if name)

    def fill(self, value_of: Callable[[str], str]) -> str:
        """Return the text with each name replaced by its value; "" where one is empty."""
        pieces = []
        for literal, name in self.parts:
            value = value_of(name) if name else ""
            if name and not value:
                return ""
            pieces.append(literal + value)
        return "".join(pieces)


def template(text: str) -> Template:
    """Read a template. Raise `ValueError` with a reason where braces or names are not plain."""
    parts: list[tuple[str, str]] = []
    for literal, name, spec, conversion in string.Formatter().parse(text):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise ValueError(f"{{{name}}}")
        parts.append((literal, name or ""))
    return Template(text, tuple(parts))


def unknown_names(of: Template, known: Collection[str]) -> list[str]:
    """The names a template uses that nothing gives a value to."""
    return [name for name in of.names if name not in known]
