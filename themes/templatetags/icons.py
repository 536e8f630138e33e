"""The tag of the icons' package, `{% lucide "truck" size=18 class="icon" %}`, drawn once.

The package's own draws an icon from its file's XML at every render: 80 microseconds each, and a
page has thirty. Here one whose name and size are written in the template is part of the template,
and any other is drawn once a process. The settings put this in the place of the package's library.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.template import Context
from django.template.base import FilterExpression, Node, Parser, TextNode, Token, token_kwargs
from django.utils.safestring import SafeString
from lucide.templatetags import lucide as package

register = template.Library()
_SIZE = 24


@lru_cache(1024)
def drawn(name: str, size: int | None, attributes: tuple[tuple[str, object], ...]) -> SafeString:
    """Return an icon as it stands in a page."""
    return SafeString(package.lucide(name, size=size, **dict(attributes)))


@register.tag
def lucide(parser: Parser, token: Token) -> Node:
    """Draw an icon: a name of Lucide's, then its size and attributes by name."""
    tag, *bits = token.split_contents()
    name = parser.compile_filter(bits.pop(0)) if bits else None
    options = token_kwargs(bits, parser)
    if name is None or bits:
        raise template.TemplateSyntaxError(f"{tag} takes a name, then options by their names.")
    node = IconNode(name, options)
    if all(map(_is_written, (name, *options.values()))):
        return TextNode(node.render(Context()))
    return node


class IconNode(Node):
    """An icon that the page's data name."""

    def __init__(self, name: FilterExpression, options: Mapping[str, FilterExpression]) -> None:
        self.name, self.options = name, options

    def render(self, context: Context) -> SafeString:
        """Draw it, if nobody has."""
        options = {key: value.resolve(context) for key, value in self.options.items()}
        size = options.pop("size", _SIZE)
        return drawn(str(self.name.resolve(context)), size, tuple(options.items()))


def _is_written(value: FilterExpression) -> bool:
    """Whether it is the same whatever the page's data are."""
    is_text = isinstance(value.var, str)
    return not value.filters and (is_text or getattr(value.var, "literal", None) is not None)
