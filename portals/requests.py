"""What `portals.middleware` found out about a request."""

from __future__ import annotations

from typing import Literal
from urllib.parse import SplitResult, urlsplit

from django.http import Http404, HttpRequest

from portals.registry import Portal

Realm = Literal["portal", "staff", "machine"]


def realm_of(request: HttpRequest) -> Realm:
    """Return whose host this is: a portal's, the staff's, or nobody's."""
    realm: Realm = getattr(request, "realm", "machine")
    return realm


def portal_of_request(request: HttpRequest) -> Portal | None:
    """Return the portal the request is for, None on any other host."""
    portal: Portal | None = getattr(request, "portal", None)
    return portal


def came_from(request: HttpRequest) -> SplitResult:
    """Return the address that a browser says it comes from; an empty one for none."""
    return parsed(request.headers.get("Referer", ""))


def parsed(url: str) -> SplitResult:
    """Return the parts of an address that somebody sent; an empty one where it is none at all."""
    try:
        return urlsplit(url)
    except ValueError:  # such as "http://["
        return urlsplit("")


def require_portal(request: HttpRequest) -> Portal:
    """Return the portal the request is for; raise `Http404` on any other host."""
    portal = portal_of_request(request)
    if portal is None:
        raise Http404("No portal has this host name.")
    return portal
