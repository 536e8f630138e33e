"""The page behind the link in the e-mail, and its buttons: for the operation's own customer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from billing.actions.finishing import look
from billing.actions.purchasing import take_back
from billing.actions.selling import PURCHASES
from billing.gateway.errors import GatewayError
from billing.models import Operation
from billing.queries import operation_of
from cms.card_forms import allow_card_forms
from cms.finishing.links import finish_path
from cms.finishing.states import WAITING, finish_of, for_browser
from cms.gate import refusal
from cms.viewing import viewer_of
from portal_blocks.registry import asset_of
from portal_blocks.viewer import Viewer


@never_cache
@allow_card_forms
@require_http_methods(["GET", "HEAD", "POST"])
def finish_operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Show how it stands, having looked; a POST goes on with it.

    A script that asks for JSON is given what the bank's window needs. Without one, our payment
    partner's own page asks the bank.
    """
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return refusal(request, None, viewer)
    operation = look(_own(viewer, operation_id), now=timezone.now())
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return JsonResponse(for_browser(operation))
    shown = finish_of(operation, viewer)
    if request.method == "POST":
        return HttpResponseRedirect(shown.hosted_url or finish_path(operation))
    needs = ("css", "js") if shown.state == WAITING else ("css",)
    assets = {f"block_{kind}": [asset_of("paying", kind)] for kind in needs}
    found = {name: [path for path in paths if path] for name, paths in assets.items()}
    return render(request, "cms/finishing/finish.html", {"finish": shown, **found})


@require_POST
def look_operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Come back from the bank: look, and show the page."""
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return refusal(request, None, viewer)
    operation = look(_own(viewer, operation_id), now=timezone.now())
    return HttpResponseRedirect(finish_path(operation))


@require_POST
def take_back_operation(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Let go of a purchase that was not confirmed yet."""
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return refusal(request, None, viewer)
    operation = _own(viewer, operation_id)
    if operation.action not in PURCHASES:
        raise Http404("This cannot be taken back.")
    try:
        take_back(operation, now=timezone.now())
    except GatewayError:
        text = _("We could not reach our payment partner. Nothing has changed: please try again.")
        messages.error(request, text)
    return HttpResponseRedirect(finish_path(operation))


def _own(viewer: Viewer, operation_id: UUID) -> Operation:
    operation = operation_of(viewer.customer_ids, operation_id)
    if operation is None:
        raise Http404("No such operation of this customer.")
    return operation
