"""Tells each request its realm: a portal, the editor, or the machines' own addresses.

The realm is a matter of host name alone. Staff and customers never share a host, so no cookie of
one can reach the other, and nothing of a portal's page runs in the editor's origin.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from portals.registry import portal_of
from portals.stamps import steady

Handler = Callable[[HttpRequest], HttpResponse]


class PortalMiddleware:
    """Sets `request.realm`, `request.portal`, `request.urlconf` and the portal's time zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer on what was so when the request came in."""
        with steady():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0].lower()
        portal = None if host == settings.ADMIN_HOST else portal_of(host)
        realm = "staff" if host == settings.ADMIN_HOST else "portal" if portal else "machine"
        request.realm, request.portal = realm, portal  # type: ignore[attr-defined]
        if realm in settings.REALM_URLCONFS:
            request.urlconf = settings.REALM_URLCONFS[realm]
        if portal is None:
            return self.get_response(request)
        request._wagtail_site = portal.site()  # type: ignore[attr-defined]
        with timezone.override(portal.tz):
            return _private(self.get_response(request))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep what a portal says out of every cache, unless its view said that it may be kept.

    Also "not found": its menu and its very status depend on who asks.
    """
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
    return response
