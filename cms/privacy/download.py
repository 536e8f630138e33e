"""The doors of a copy of one's data: the page that offers it, and the file, for a week.

For whoever asked for it, signed in, alone; with an order number alone, only with the key that was
sent to them by e-mail.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import PrivacyRequest
from accounts.privacy import KEPT, Asked, copy_for, may_fetch
from cms.gate import refusal
from cms.privacy.links import with_key
from cms.viewing import viewer_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import day

NAME = "my-data.zip"


@never_cache
@require_safe
def privacy_copy(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Offer the copy; anybody else's, and one that is gone, is “not found”."""
    return _shown(request, request_id, _page)


@never_cache
@require_safe
def privacy_copy_file(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send the copy."""
    return _shown(request, request_id, lambda _request, _viewer, asked: as_file(asked.copy))


def as_file(copy: bytes | memoryview | None) -> HttpResponse:
    """Return a copy for a browser to save."""
    response = HttpResponse(bytes(copy or b""), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _shown(
    request: HttpRequest,
    request_id: UUID,
    show: Callable[[HttpRequest, Viewer, PrivacyRequest], HttpResponse],
) -> HttpResponse:
    """Show a copy of the viewer's own to them, where they have proved enough to have it now."""
    viewer = viewer_of(request)
    if viewer.here is None or not viewer.signed_in:
        return refusal(request, None, viewer)
    here, site_id = viewer.here, viewer.portal.site_id
    asked = Asked(here.account_id, viewer.customer_ids, site_id, is_limited=here.is_limited)
    found = copy_for(asked, request_id, now=timezone.now())
    if found is None:
        raise Http404("No such copy of this customer's.")
    if not may_fetch(asked, request_id, _key(request)):
        return _by_email_alone(request, viewer)
    return show(request, viewer, found)


def _page(request: HttpRequest, viewer: Viewer, asked: PrivacyRequest) -> HttpResponse:
    until = {"date": day((asked.settled_at or timezone.now()) + KEPT, viewer)}
    url = reverse("privacy_copy_file", args=[asked.pk]) + with_key(_key(request))
    context = {
        "heading": _("Your copy is ready"),
        "text": [
            _("It is one file with everything we hold about you, for people and machines to read."),
            _("You can fetch it until %(date)s. Then we delete it.") % until,
        ],
        "actions": [{"label": _("Fetch the copy"), "url": url, "primary": True}],
    }
    return render(request, "portal/message.html", context)


def _key(request: HttpRequest) -> str:
    return request.GET.get("key", "")


def _by_email_alone(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Say where the way to it is, to whoever is signed in by an order number alone."""
    support = {"address": viewer.portal.support_email}
    write = _("Did it not reach you? Write to %(address)s.") if support["address"] else ""
    text = [
        _("We sent you an e-mail when it was ready. Open the link in it."),
        _("An order number alone does not open it: others may have seen yours."),
        write % support,
    ]
    context = {
        "heading": _("Your copy opens from the e-mail"),
        "text": [one for one in text if one],
        "actions": [{"label": _("To the first page"), "url": "/", "primary": True}],
    }
    return render(request, "portal/message.html", context, status=403)
