"""Where links that a merchant made lead this viewer. Blocks ask it, by the settings.

A link to a page that is "not found" for its reader would be a dead end, and tell its address.
"""

from __future__ import annotations

from wagtail.models import Page

from cms.gate import may_see, own_denial
from cms.pages.tree import tree_of
from portal_blocks.viewer import Viewer


def leads_somewhere(page_id: int, viewer: Viewer) -> bool:
    """Whether a page shows the viewer something: itself, a way in, or what stands in its place.

    A page of another portal does if it is live; that costs a query.
    """
    node = tree_of(viewer.portal).by_id(page_id)
    if node is None:
        return bool(Page.objects.filter(pk=page_id, live=True).exists())
    return may_see(node, viewer) or own_denial(node, viewer) is not None


def pages_below(page_id: int, viewer: Viewer) -> list[tuple[int, str, str]]:
    """Return key, title and address of the pages right below one, as far as the viewer may see.

    Of the viewer's own portal alone. No query.
    """
    pages = tree_of(viewer.portal)
    above = pages.by_id(page_id)
    found = [] if above is None else [one for one in pages.pages() if pages.above(one) is above]
    return [(node.pk, node.title, node.url) for node in found if may_see(node, viewer)]
