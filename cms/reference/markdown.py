"""The little Markdown that reference pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `manage.py reference`. Change the code, then run it again. -->"


def page(title: str, introduction: str, *parts: str) -> str:
    """Return a whole page."""
    return "\n\n".join([NOTICE, f"# {title}", introduction, *filter(None, parts)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; an empty string if it has no rows."""
    lines = [_row(row) for row in rows]
    rule = "|" + "---|" * len(head)
    return "\n".join([_row(head), rule, *lines]) if lines else ""


def code(text: object) -> str:
    """Return `text` as it is typed; nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def _row(cells: Iterable[object]) -> str:
    texts = (" ".join(str(cell).split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(texts)} |"
