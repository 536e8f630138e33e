"""The page as it is after a press: its viewer read anew, its gate asked anew."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from urllib.parse import SplitResult

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.sessions import CustomerSessionStore
from cms.acting.notes import Note, leave_at_once
from cms.gate import Gets, denial, may_see
from cms.pages.tree import Node, tree_of
from cms.routing import serve_page
from cms.viewing import viewer_of
from portals.requests import came_from, parsed, require_portal


def page_now(
    request: HttpRequest, path: str, query: str = "", *, notes: Iterable[Note] = ()
) -> HttpResponse:
    """Return what a visit to `path` would show now, to whoever sent `request`.

    `notes` are said on it besides what has been left. Raise `Http404` where it shows nothing.
    """
    visit = _visit(request, path, query)
    leave_at_once(visit, notes)
    return serve_page(visit, path.lstrip("/"))


def shown(
    request: HttpRequest, path: str, query: str = "", *, otherwise: str = "/"
) -> HttpResponse:
    """Return that page for a script to put in place; lead elsewhere where there is none."""
    try:
        response = page_now(request, path, query)
    except Http404:
        return lead(request, otherwise)
    if isinstance(response, HttpResponseRedirect):
        return lead(request, response.url)
    return response


def lead(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to an address; a script is told to go there, because it cannot be sent."""
    return HttpResponseClientRedirect(url) if by_script(request) else HttpResponseRedirect(url)


def by_script(request: HttpRequest) -> bool:
    """Whether a script asks that puts the answer in place of the page that it has."""
    return bool(HtmxDetails(request))


def landing(request: HttpRequest, node: Node) -> str:
    """Return where whoever pressed finds the page now: the first one where it is gone for them."""
    viewer = viewer_of(_visit(request, node.url, ""))
    is_gone = not may_see(node, viewer) and denial(node, viewer).gets == Gets.NOT_FOUND
    return "/" if is_gone else node.url


def stood_at(request: HttpRequest, node: Node | None = None) -> tuple[str, str]:
    """Return path and query of the address that somebody is at, of this portal alone.

    With a page: its own address where they are at none of its.
    """
    parts = _address(request)
    found = tree_of(require_portal(request)).find(parts.path.lstrip("/"))
    is_page = found is not None and len(found[1]) in (0, 2)  # or a view of one of its blocks
    if found is None or not is_page or (node is not None and found[0].pk != node.pk):
        return (node.url if node is not None else "/"), ""
    return parts.path or "/", parts.query


def _address(request: HttpRequest) -> SplitResult:
    """The address of this host that the browser is at, an empty one where it does not say."""
    script = HtmxDetails(request)
    parts = parsed(script.current_url or "") if script else came_from(request)
    return parts if parts.netloc == request.get_host() else parsed("")


def _visit(request: HttpRequest, path: str, query: str) -> HttpRequest:
    """The same browser asking for a page: all that was known of who it is is asked for again."""
    visit = copy(request)
    visit.method, visit.path, visit.path_info = "GET", path, path
    visit.GET, visit.POST = QueryDict(query), QueryDict()
    for known in ("viewer", "_signed_in"):
        visit.__dict__.pop(known, None)
    if isinstance(visit.session, CustomerSessionStore):
        visit.session.load()
    return visit
