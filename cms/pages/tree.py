"""Answers "which page is at this path, and which rules stand above it?" without a query.

The live portal pages of a portal are read at once into this process and kept until the stamp in
the shared cache changes; publishing, unpublishing, moving and deleting change it. What a page
shows is kept with it: `cms.pages.kept`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page

from access_rules.decisions import door
from access_rules.presets import preset_of
from access_rules.subject import Subject
from cms.pages.kept import KeptPages
from portals.registry import Portal, generation
from portals.stamps import PAGES, change_stamp, stamp_of

if TYPE_CHECKING:
    from cms.models import PortalPage

STEP = Page.steplen
FIELDS = (
    *("pk", "path", "url_path", "title", "visibility", "show_in_menus"),
    *("when_denied", "denied_page_id", "when_signed_out"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """One live page."""

    pk: int
    path: str
    url: str
    title: str
    rule: Mapping[str, Any]
    in_menu: bool
    when_denied: str = "home"
    denied_page: int | None = None
    when_signed_out: str = "sign_in"
    is_open: Callable[[Subject | None], bool] = field(default=lambda _subject: False, compare=False)
    """Whether a subject may see it: its own rule and those of all pages above it."""


class Tree:
    """The live pages of one portal."""

    def __init__(self, nodes: list[Node]) -> None:
        self.root = nodes[0] if nodes else None
        self._by_path = {node.path: node for node in nodes}
        gated = [replace(node, is_open=self._door(node)) for node in nodes]
        self._by_path = {node.path: node for node in gated}
        self._by_url = {node.url: node for node in gated if self.chain(node)}
        self._by_id = {node.pk: node for node in gated}
        self.is_plain = all(preset_of(node.rule) is not None for node in nodes)
        """Whether every rule is a ready-made one: nothing in it changes with the hour or a visit
        while one is signed out."""

    def by_id(self, pk: int | None) -> Node | None:
        """Return a live page of this portal by its key."""
        return self._by_id.get(pk) if pk is not None else None

    def find(self, url: str) -> tuple[Node, list[str]] | None:
        """Return the page that `url` (a path) leads to, and what of it is left for its blocks."""
        parts = [part for part in url.split("/") if part]
        for length in range(len(parts), -1, -1):
            here = "/" + "".join(f"{part}/" for part in parts[:length])
            if here in self._by_url:
                return self._by_url[here], parts[length:]
        return None

    def chain(self, node: Node) -> list[Node]:
        """Return the pages from the portal's root down to `node`.

        A page whose parent is not live has no chain: nobody reaches it.
        """
        top = len(self.root.path) if self.root else 0
        paths = [node.path[:end] for end in range(top, len(node.path) + 1, STEP)]
        found = [self._by_path[path] for path in paths if path in self._by_path]
        return found if len(found) == len(paths) else []

    def above(self, node: Node) -> Node | None:
        """Return the page above, None for the portal's first page and where it is not live."""
        return self._by_path.get(node.path[:-STEP]) if self.chain(node)[1:] else None

    def _door(self, node: Node) -> Callable[[Subject | None], bool]:
        return door([above.rule for above in self.chain(node)])

    def pages(self) -> Iterator[Node]:
        """Yield all pages, in the order of the tree."""
        return iter(self._by_path.values())

    def menu(self) -> Iterator[Node]:
        """Yield the pages that want to be in the menu, in the order of the tree."""
        return (node for node in self._by_path.values() if node.in_menu)


class Trees:
    """The trees of this process, by portal, and the pages it keeps."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def of(self, portal: Portal) -> Tree:
        """Return the portal's tree, read anew when anything was published since."""
        trees, root = self._now().trees, portal.root_page_id
        if root not in trees:
            trees[root] = _read(portal)
        return trees[root]

    def page(self, node: Node) -> PortalPage:
        """Return a live page with its blocks, for one request."""
        return self._now().pages.page(node.pk)

    def forget(self) -> None:
        """Read anew at the next question."""
        self._kept = None

    def _now(self) -> _Kept:
        """What is kept now. Who began to read before a change writes into what nobody asks."""
        under, kept = (stamp_of(PAGES), generation()), self._kept
        if kept is None or kept.under != under:
            self._kept = kept = _Kept(under)
        return kept


class _Kept:
    """What was read under one stamp of the pages, while the portals were as they are."""

    def __init__(self, under: tuple[str, int]) -> None:
        self.under = under
        self.trees: dict[int, Tree] = {}
        self.pages = KeptPages()


_trees = Trees()


def tree_of(portal: Portal) -> Tree:
    """Return the live pages of a portal."""
    return _trees.of(portal)


def page_of(node: Node) -> PortalPage:
    """Return a live page with its blocks, for one request. It is never to be saved."""
    return _trees.page(node)


def pages_changed(**_kwargs: Any) -> None:
    """Make every process read the pages anew, once what changed is committed."""
    _trees.forget()
    transaction.on_commit(_change_stamp)


def _change_stamp() -> None:
    change_stamp(PAGES)
    _trees.forget()


def _read(portal: Portal) -> Tree:
    from cms.models import PortalPage

    root = Page.objects.filter(pk=portal.root_page_id).values_list("path", "url_path").first()
    if root is None:
        return Tree([])
    rows = PortalPage.objects.live().filter(path__startswith=root[0]).order_by("path")
    if not rows.filter(path=root[0]).exists():
        return Tree([])  # what is below a first page that is not live is not reached either
    cut = len(root[1]) - 1
    return Tree(
        [
            Node(pk, path, url_path[cut:], title, rule or {}, in_menu, *denied)
            for pk, path, url_path, title, rule, in_menu, *denied in rows.values_list(*FIELDS)
        ]
    )
