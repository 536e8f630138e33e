"""One process, two realms: who signs in at a portal and who signs in to the editor never mix."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from accounts.sessions import CustomerSessionStore, StaffSessionStore
from portals.requests import portal_of_request, realm_of


class RealmSessionMiddleware(SessionMiddleware):
    """Django's own middleware, with a cookie and a table a realm."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session that the realm's cookie names."""
        request.session = self._store(request)

    def _store(self, request: HttpRequest) -> SessionBase:
        key = request.COOKIES.get(_cookie_of(request))
        portal = portal_of_request(request)
        if portal is not None:
            return CustomerSessionStore(key, site_id=portal.site_id)
        return StaffSessionStore(key)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session under the realm's cookie; Django's code knows one name only."""
        name, stock = _cookie_of(request), settings.SESSION_COOKIE_NAME
        if name == stock:
            return super().process_response(request, response)
        request.COOKIES.pop(stock, None)
        if name in request.COOKIES:
            request.COOKIES[stock] = request.COOKIES[name]
        response = super().process_response(request, response)
        if stock in response.cookies:
            morsel = response.cookies.pop(stock)
            response.cookies[name] = morsel.value
            response.cookies[name].update(morsel)
        return response


def _cookie_of(request: HttpRequest) -> str:
    name: str = settings.REALM_COOKIES.get(realm_of(request), settings.SESSION_COOKIE_NAME)
    return name


class SignedInMiddleware(AuthenticationMiddleware):
    """Sets `request.user`: staff in the editor, nobody anywhere else.

    Customers are never `request.user`; ask `accounts.queries.signed_in(request)`.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Read the staff session in the editor's realm only."""
        if realm_of(request) == "staff":
            super().process_request(request)
        else:
            request.user = AnonymousUser()
