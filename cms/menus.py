"""The menu of a portal, as one viewer may see it. No query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cms.gate import may_see
from cms.pages.tree import tree_of
from portal_blocks.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu."""

    title: str
    url: str
    is_current: bool


_item = lru_cache(4096)(MenuItem)
"""The same line for everybody: making fifty anew took as long as half of their rules."""


def menu_for(viewer: Viewer, path: str) -> list[MenuItem]:
    """Return the menu for a viewer who is at `path`: only pages they may see."""
    return [
        _item(node.title, node.url, node.url == path)
        for node in tree_of(viewer.portal).menu()
        if may_see(node, viewer)
    ]
