"""Where links that a merchant made lead this viewer. Blocks ask it, by the settings.

A link to a page that is "not found" for its reader would be a dead end, and tell its address.
"""

from __future__ import annotations

from wagtail.models import Page

from cms.gate import may_see, own_denial
from cms.pages.tree import page_of, tree_of
from portal_blocks.streams import visible_blocks
from portal_blocks.viewer import Viewer


def leads_somewhere(page_id: int, viewer: Viewer, *, itself: bool = False) -> bool:
    """Whether a page shows the viewer something: itself, a way in, or what stands in its place.

    `itself`: nothing but the page counts. A page of another portal does if it is live; that costs
    a query.
    """
    node = tree_of(viewer.portal).by_id(page_id)
    if node is None:
        return bool(Page.objects.filter(pk=page_id, live=True).exists())
    return may_see(node, viewer) or (not itself and own_denial(node, viewer) is not None)


def is_open(page_id: int, viewer: Viewer) -> bool:
    """Whether the viewer may see this very page, of their own portal. No query."""
    node = tree_of(viewer.portal).by_id(page_id)
    return node is not None and may_see(node, viewer)


def shows_block(kind: str, viewer: Viewer) -> bool:
    """Whether a block of this kind stands on any page for the viewer. Looks through all pages."""
    return any(
        child.block_type == kind
        for node in tree_of(viewer.portal).pages()
        if may_see(node, viewer)
        for child in visible_blocks(page_of(node).body, viewer)
    )


def pages_below(page_id: int, viewer: Viewer) -> list[tuple[int, str, str]]:
    """Return key, title and address of the pages right below one, as far as the viewer may see.

    Of the viewer's own portal alone. No query.
    """
    pages = tree_of(viewer.portal)
    above = pages.by_id(page_id)
    found = [] if above is None else [one for one in pages.pages() if pages.above(one) is above]
    return [(node.pk, node.title, node.url) for node in found if may_see(node, viewer)]
