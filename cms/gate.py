"""The one gate in front of pages, block actions and block views, and what the refused get.

Asks the rules of the page and of every page above it. What somebody refused gets is the page's
choice: to sign in, the home of their standing, another page, a teaser, or "not found". Whatever it
leads to is a page that they may see, so nothing leads in a circle. "Not found" is what any address
gives there that leads nowhere: it does not say whether there is such a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.blocks import StreamValue

from access_rules.standing import StandingValue
from accounts.queries import signed_in
from accounts.refusals import not_admitted
from cms.confirming.page import confirming
from cms.pages.portal_page import WhenDenied, WhenSignedOut
from cms.pages.tree import Node, page_of, tree_of
from portal_blocks.viewer import Viewer


class Gets(StrEnum):
    """What somebody gets who may not see a page."""

    SIGN_IN = "sign_in"
    PAGE = "page"
    TEASER = "teaser"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Denial:
    """What a viewer gets in place of a page; `page` is where they are led, for `PAGE` only."""

    gets: Gets
    page: Node | None = None


NOT_FOUND = Denial(Gets.NOT_FOUND)


def may_see(node: Node, viewer: Viewer) -> bool:
    """Whether the viewer may see a page. A page below one that is not live: no."""
    return node.is_open(viewer.subject)


def denial(node: Node, viewer: Viewer) -> Denial:
    """Return what a viewer gets who may not see `node`. No query."""
    return own_denial(node, viewer) or _nowhere_below(tree_of(viewer.portal).above(node), viewer)


def own_denial(node: Node, viewer: Viewer) -> Denial | None:
    """Return what the page itself has for such a viewer; None where it is "not found" to them."""
    if not tree_of(viewer.portal).chain(node):
        return None  # a page above is not live, and this one as good as gone
    if not viewer.signed_in and node.when_signed_out == WhenSignedOut.SIGN_IN:
        return Denial(Gets.SIGN_IN)
    if node.when_denied == WhenDenied.TEASER:
        return Denial(Gets.TEASER)
    instead = _instead_of(node, viewer)
    if instead is not None and may_see(instead, viewer):
        return Denial(Gets.PAGE, instead)
    return None


def refusal(
    request: HttpRequest, node: Node | None, viewer: Viewer, path: Sequence[str] = ()
) -> HttpResponse:
    """Return what a viewer gets who may not see `node`, or something that stands on no page.

    `path` is what was asked for below the page. Raises `Http404` for "not found".
    """
    found = denial(node, viewer) if node is not None else _denial_of_no_page(viewer)
    if found.gets == Gets.SIGN_IN:
        return _ask_to_sign_in(request, viewer)
    if found.page is not None:
        return HttpResponseRedirect(found.page.url)
    if node is not None and found.gets == Gets.TEASER:
        page = page_of(node)
        way_in = "" if viewer.signed_in else sign_in_url(node.url)
        return page.serve_teaser(request, viewer, path, sign_in_url=way_in)
    raise Http404("Nothing here is for this viewer.")


def stream_of(node: Node, viewer: Viewer) -> StreamValue | None:
    """Return the blocks that a viewer finds at a page: its own, its teaser's, or None."""
    seen = may_see(node, viewer)
    if not seen and denial(node, viewer).gets != Gets.TEASER:
        return None
    page = page_of(node)
    return page.body if seen else page.teaser


def sign_in_url(then: str) -> str:
    """Return the address to sign in at, coming back to `then`."""
    query = urlencode({"next": then}) if then != "/" else ""
    return reverse("sign_in") + (f"?{query}" if query else "")


def _ask_to_sign_in(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    if viewer.refused is not None:
        person = signed_in(request)
        waits = confirming(request, person.customer_ids) if person is not None else None
        return waits or not_admitted(request, viewer.email)
    return HttpResponseRedirect(sign_in_url(request.get_full_path()))


def _denial_of_no_page(viewer: Viewer) -> Denial:
    return NOT_FOUND if viewer.signed_in else Denial(Gets.SIGN_IN)


def _instead_of(node: Node, viewer: Viewer) -> Node | None:
    """The page that the denied are led to, if the page or the portal names one."""
    pages = tree_of(viewer.portal)
    if node.when_denied == WhenDenied.PAGE:
        return pages.by_id(node.denied_page)
    portal, standing = viewer.portal, viewer.subject.standing
    if node.when_denied != WhenDenied.HOME or standing is None:
        return None
    is_active = standing.value == StandingValue.ACTIVE
    return pages.by_id(portal.active_home_id if is_active else portal.inactive_home_id)


def _nowhere_below(above: Node | None, viewer: Viewer) -> Denial:
    """What an address gives that leads nowhere, below a page."""
    if above is None or may_see(above, viewer):
        return NOT_FOUND
    found = denial(above, viewer)
    return Denial(Gets.PAGE, above) if found.gets == Gets.TEASER else found
