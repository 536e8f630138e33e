"""The menu of a portal, as one viewer may see it. No query."""

from __future__ import annotations

from dataclasses import dataclass

from cms.gate import decide_page
from cms.pages.tree import tree_of
from portal_blocks.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu."""

    title: str
    url: str
    is_current: bool


def menu_for(viewer: Viewer, path: str) -> list[MenuItem]:
    """Return the menu for a viewer who is at `path`: only pages they may see."""
    tree = tree_of(viewer.portal)
    return [
        MenuItem(node.title, node.url, node.url == path)
        for node in tree.menu()
        if decide_page(node, tree, viewer).allowed
    ]
