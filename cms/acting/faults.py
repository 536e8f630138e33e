"""What a script puts beside a button whose press came to nothing: what was typed is kept there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.acting.page import stood_at
from cms.gate import sign_in_url


def signed_out(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in any more."""
    path, _query = stood_at(request)
    text = _("You were signed out after a while. Nothing was changed. Sign in to go on.")
    return _fault(request, text, _("Sign in"), sign_in_url(path), status=401)


def not_offered(request: HttpRequest) -> HttpResponse:
    """The page, the block or the action is not for this customer, or not any more."""
    text = _("This is not offered here any more. Nothing was changed.")
    return _fault(request, text, _("Show the page as it is now"), "", status=404)


def pressed_too_often(request: HttpRequest, text: str) -> HttpResponse:
    """So many buttons were pressed that nobody does it by hand."""
    return _fault(request, text, _("Show the page as it is now"), "", status=429)


def out_of_date(request: HttpRequest) -> HttpResponse:
    """The page stood open for so long that its forms count no more."""
    text = _("This page was open for too long. Nothing was changed.")
    return _fault(request, text, _("Open the page again"), "", status=403)


def _fault(request: HttpRequest, text: str, label: str, url: str, *, status: int) -> HttpResponse:
    """An empty address is that of the page itself."""
    told = {"text": text, "label": label, "url": url}
    return render(request, "portal/parts/fault.html", told, status=status)
