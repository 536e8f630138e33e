"""The menu of a portal, as one viewer may see it. No query."""

from __future__ import annotations

from dataclasses import dataclass

from cms.gate import may_see
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
    return [
        MenuItem(node.title, node.url, node.url == path)
        for node in tree_of(viewer.portal).menu()
        if may_see(node, viewer)
    ]
