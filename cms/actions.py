"""The door of every block action: `POST` to page, block and action.

It counts only if this customer may see the page, the block and all that is around it, now, and
the merchant has the action switched on. Anything else is "not found" or a message, and changes
nothing.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.blocks import StreamValue

from cms.gate import refusal, sign_in_url, stream_of
from cms.pages.tree import Node, tree_of
from cms.viewing import viewer_of
from portal_blocks.base import ActionCall, ActionRefused, BlockAction
from portal_blocks.streams import find_block
from portal_blocks.viewer import Viewer
from portals.requests import require_portal

LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


@never_cache
def block_action(request: HttpRequest, page_id: int, block_id: UUID, action: str) -> HttpResponse:
    """Do what a button of a block says, then show the page again.

    A script that asks for JSON is told what came of it, and where to go, in place of a redirect.
    """
    node = tree_of(require_portal(request)).by_id(page_id)
    viewer = viewer_of(request)
    if request.method == "POST" and not viewer.signed_in and viewer.refused is None:
        return _signed_out_meanwhile(request)
    blocks = stream_of(node, viewer) if node is not None else None
    if node is None or blocks is None:
        return refusal(request, None, viewer)
    if request.method != "POST":
        return _not_a_page(request, node)
    perform, call = _find(request, blocks, str(block_id), action, viewer)
    try:
        result = perform.perform(call)
    except ActionRefused:
        raise Http404("The action is not for this customer.") from None
    url = result.url or f"{node.url}#block-{block_id}"
    if request.headers.get("Accept") == "application/json":
        told = {"tone": result.tone, "text": result.text, "url": url}
        return JsonResponse({**result.data, **told})
    messages.add_message(request, LEVELS[result.tone], result.text)
    return HttpResponseRedirect(url)


def _find(
    request: HttpRequest, blocks: StreamValue, block_id: str, name: str, viewer: Viewer
) -> tuple[BlockAction, ActionCall]:
    """Return the action, if the viewer sees its block and the merchant allows it."""
    child = find_block(blocks, block_id, viewer)
    action = child.block.actions.get(name) if child is not None else None
    if child is None or action is None or not action.is_on(child.value):
        raise Http404("No such action for this customer.")
    return action, ActionCall(viewer, child.value, request.POST, viewer.subject.now)


def _signed_out_meanwhile(request: HttpRequest) -> HttpResponse:
    text = _("You were signed out after a while. Nothing was changed. Sign in to go on.")
    messages.info(request, text)
    # Back to where they came from: the page's own address may be none that they should learn.
    here = urlsplit(request.headers.get("Referer", ""))
    then = here.path if here.netloc == request.get_host() else ""
    return HttpResponseRedirect(sign_in_url(then or "/"))


def _not_a_page(request: HttpRequest, node: Node) -> HttpResponse:
    context = {
        "heading": _("Nothing was changed"),
        "text": [_("This address does something only when its button is pressed.")],
        "actions": [{"label": _("Back to the page"), "url": node.url, "primary": True}],
    }
    response = render(request, "portal/message.html", context, status=405)
    response["Allow"] = "POST"
    return response
