"""The links of the account menu: where this viewer's own things stand, on whatever pages.

Which pages hold which blocks is the same for everybody and kept with the pages. Whether this viewer
sees page and block is asked anew, of the few pages that hold one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.utils.translation import gettext_lazy as _

from cms.gate import may_see
from cms.models import PortalPage
from cms.pages.tree import Node, Tree, page_of, tree_of
from portal_blocks.streams import visible_blocks
from portal_blocks.viewer import Viewer

KINDS = {
    "details": _("Your details"),
    "order_history": _("Your orders"),
    "account": _("Where you are signed in"),
    "privacy": _("Your data"),
}
_kept: WeakKeyDictionary[Tree, Mapping[str, list[int]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class AccountLink:
    """One line of the account menu."""

    title: str
    url: str


def account_links_for(viewer: Viewer) -> list[AccountLink]:
    """Return the links for a viewer; none for whoever is signed out."""
    if not viewer.signed_in:
        return []
    pages = tree_of(viewer.portal)
    places = {kind: _place(kind, pages, viewer) for kind in KINDS}
    return [
        AccountLink(str(KINDS[kind]), f"{node.url}#block-{block_id}")
        for kind, found in places.items()
        if found
        for node, block_id in [found]
    ]


def _place(kind: str, pages: Tree, viewer: Viewer) -> tuple[Node, str] | None:
    """The first page with such a block that the viewer sees, and the block's id."""
    for pk in _holders(pages).get(kind, ()):
        node = pages.by_id(pk)
        if node is None or not may_see(node, viewer):
            continue
        for child in visible_blocks(page_of(node).body, viewer):
            if child.block_type == kind:
                return node, str(child.id)
    return None


def _holders(pages: Tree) -> Mapping[str, list[int]]:
    """The pages that hold each kind, in the order of the tree. One query a process and change."""
    if pages not in _kept:
        _kept[pages] = _read(pages)
    return _kept[pages]


def _read(pages: Tree) -> Mapping[str, list[int]]:
    keys = [node.pk for node in pages.pages()]
    bodies = dict(PortalPage.objects.filter(pk__in=keys).values_list("pk", "body"))
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for pk in keys:
        kinds = set(_kinds(list(bodies[pk].raw_data))) if pk in bodies else set()
        for kind in found.keys() & kinds:
            found[kind].append(pk)
    return found


def _kinds(stored: Any) -> Iterator[str]:
    """Yield what kinds of blocks there are in a stream as it is stored, at any depth."""
    for one in stored if isinstance(stored, list) else ():
        if not isinstance(one, dict) or "type" not in one:
            continue
        yield one["type"]
        for part in one["value"].values() if isinstance(one["value"], dict) else ():
            yield from _kinds(part)
