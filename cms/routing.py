"""Serves pages: finds them without a query where that is safe, and gates them.

Wagtail finds a page by two queries a level of the tree. A live portal page is found in the
process's own tree instead, and handed to Wagtail's `serve` by the attribute it caches its own
answer under; pages of any other kind take Wagtail's way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms.caching import let_caches_keep
from cms.confirming.page import confirming
from cms.gate import may_see, refusal
from cms.models import PortalPage
from cms.pages.tree import Node, page_of, tree_of
from cms.viewing import viewer_anew, viewer_of
from portals.requests import portal_of_request, require_portal

Serve = Callable[..., HttpResponse]


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path` of the request's portal."""
    tree = tree_of(require_portal(request))
    found = tree.find(path)
    if found is None:
        return _serve(request, path)
    node, rest = found
    viewer = viewer_of(request)
    if not may_see(node, viewer):
        viewer = viewer_anew(request) or viewer
    if not may_see(node, viewer):
        waits = confirming(request, viewer.customer_ids) if viewer.signed_in else None
        return waits or refusal(request, node, viewer, rest)
    page = page_of(node)
    request._wagtail_route_for_request = RouteResult(page, args=rest)  # type: ignore[attr-defined]
    response = _serve(request, path)
    if isinstance(response, SimpleTemplateResponse) and not rest:
        let_caches_keep(request, response, page, tree)
    return response


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    response: HttpResponse = serve(request, path)
    return response


def gate_page(next_serve: Serve) -> Serve:
    """Wrap Wagtail's serving of any page (an `on_serve_page` hook): no page passes ungated."""

    def gated(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        portal = portal_of_request(request)
        viewer = viewer_of(request)
        node: Node | None = tree_of(portal).by_id(page.pk) if portal else None
        if portal is None or node is None or not isinstance(page, PortalPage):
            return refusal(request, None, viewer)
        if not may_see(node, viewer):
            return refusal(request, node, viewer)
        return next_serve(page, request, args, kwargs)

    return gated
