"""Answers that are no pages: health, forms gone stale, errors."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from accounts.redirects import safe_next
from cms.readiness import faults
from portals.requests import portal_of_request


@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether the database, its tables and the queue can be used: 200, else 503."""
    found = faults()
    return JsonResponse({"ready": not found, "faults": found}, status=503 if found else 200)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that did not come from our own page, or from one open for too long."""
    if portal_of_request(request) is None:
        from django.views.csrf import csrf_failure as plain

        return plain(request, reason)
    if HtmxDetails(request):
        from cms.acting.faults import out_of_date  # the settings name this module, before any page

        return out_of_date(request)
    context = {
        "heading": _("This page was open for too long"),
        "text": [_("Nothing was changed. Open the page again and press the button once more.")],
        "actions": [{"label": _("Open the page again"), "url": _back(request), "primary": True}],
    }
    return render(request, "portal/message.html", context, status=403)


def no_page(_request: HttpRequest, _path: str) -> HttpResponse:
    """Refuse on a host that shows no portal pages: only the addresses are made of this pattern."""
    raise Http404("This host shows no portal pages.")


def staff_root(_request: HttpRequest) -> HttpResponse:
    """Lead from the editor's bare host to the editor."""
    return HttpResponseRedirect("/admin/")


def _back(request: HttpRequest) -> str:
    return safe_next(request) or "/"
