"""The how-to guides as the tests of their words read them."""

from __future__ import annotations

from pathlib import Path

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def guide(name: str) -> str:
    """Return the text of a guide."""
    return (HOW_TO / f"{name}.md").read_text("utf-8")


def table(text: str, head: str) -> list[list[str]]:
    """Return the rows of the table whose first heading is `head`, cell by cell."""
    _before, _head, below = text.partition(f"\n| {head} |")
    rows = below.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows]
