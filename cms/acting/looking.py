"""Looks again for what is not known yet, as the page asks that said so."""

from __future__ import annotations

from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.actions.finishing import look
from billing.actions.operation import OPEN
from billing.models import Operation
from billing.queries import operation_of
from cms.acting.page import by_script, shown, stood_at
from cms.gate import refusal
from cms.viewing import viewer_of

BETWEEN = 4  # seconds from one look at Stripe to the next
AT_MOST = 120  # seconds that one may take


@never_cache
@require_safe
def look_again(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Look for an operation of the viewer's own, and show the page that they are at.

    A script is told nothing (204) as long as there is nothing new.
    """
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return HttpResponse(status=401) if by_script(request) else refusal(request, None, viewer)
    operation = operation_of(viewer.customer_ids, operation_id)
    if operation is None:
        raise Http404("No such operation of this customer.")
    operation = _looked_for(operation)
    path, query = stood_at(request)
    if not by_script(request):
        return HttpResponseRedirect(path)
    return HttpResponse(status=204) if operation.outcome in OPEN else shown(request, path, query)


def _looked_for(operation: Operation) -> Operation:
    """Look at Stripe, unless somebody does or has just done so."""
    key = f"look-{operation.pk}"
    if operation.outcome not in OPEN or not cache.add(key, 1, AT_MOST):
        return operation
    try:
        return look(operation, now=timezone.now())
    finally:
        cache.set(key, 1, BETWEEN)
