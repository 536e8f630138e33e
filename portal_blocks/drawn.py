"""Blocks that look the same whenever the same decides on it are drawn once, and kept beside it.

They are kept on the stored value: it lives as long as its page is kept in the process, and another
one takes its place when anything on the page changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from django.utils.translation import get_language
from wagtail.blocks import StructValue

MOST = 16
"""Ways of one block to look that are kept; one that has more is drawn anew now and then."""


def drawn_once(value: object, key: Hashable | None, draw: Callable[[], str]) -> str:
    """Return a block as drawn before, in this language, under the same key; `None`: draw it."""
    if key is None or not isinstance(value, StructValue):
        return draw()
    kept: dict[Hashable, str] = vars(value).setdefault("drawn", {})
    own = (get_language(), key)
    html = kept.get(own)
    if html is None:
        html = draw()
        if len(kept) >= MOST:
            kept.clear()
        kept[own] = html
    return html
