"""The door of a copy of one's data: for whoever asked for it, signed in, for a week."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.privacy import Asked, copy_for
from cms.gate import refusal
from cms.viewing import viewer_of

NAME = "my-data.zip"


@never_cache
@require_safe
def privacy_copy(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send the copy; anybody else's, and one that is gone, is “not found”."""
    viewer = viewer_of(request)
    if viewer.here is None or not viewer.signed_in:
        return refusal(request, None, viewer)
    asked = Asked(viewer.here.account_id, viewer.customer_ids, viewer.portal.site_id)
    copy = copy_for(asked, request_id, now=timezone.now())
    if copy is None:
        raise Http404("No such copy of this customer's.")
    response = HttpResponse(copy, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
