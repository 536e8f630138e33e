"""What a page is made of, without the blocks' Python: the templates alone are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace as Shape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass
class Piece:
    """A block as a page finds it in a stream: `{% include_block piece with id=piece.id %}`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    id: str = ""

    def render_as_block(self, context: dict[str, Any] | None = None) -> str:
        """Render the block's template in its page's context."""
        return render_to_string(self.template, {**(context or {}), **self.context})


@dataclass
class Prose:
    """A rich text."""

    html: str

    def render_as_block(self, context: dict[str, Any] | None = None) -> str:
        """Return the text as it stands."""
        return SafeString(self.html)


def block(name: str, *, id: str = "", heading: str = "", **context: Any) -> Piece:  # noqa: A002
    """A block of the portal's; its value is a heading where nothing else is given."""
    return Piece(
        f"portal_blocks/{name}.html", {"value": Shape(heading=heading)} | context, id or name
    )


def page(title: str, *body: Piece, **facts: Any) -> tuple[str, dict[str, Any]]:
    """A portal page of these blocks."""
    shown = Shape(title=title, introduction=facts.pop("introduction", ""), body=body)
    return "portal/page.html", {"page": shown, **facts}
