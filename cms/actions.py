"""The door of every block action: `POST` to page, block and action.

It counts only if this customer may see the page, the block and all that is around it, now, and
the merchant has the action switched on. Anything else is "not found" or a message, and changes
nothing. What came of it is told by `cms.acting`: in the block, on the page as it is then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.blocks import StreamValue

from cms.acting.faults import not_offered, pressed_too_often, signed_out
from cms.acting.notes import Note, leave
from cms.acting.often import wait_for
from cms.acting.page import by_script, landing, lead, page_now, shown, stood_at
from cms.acting.pressing import carried_out
from cms.deep_links.returning import return_after
from cms.gate import refusal, sign_in_url, stream_of
from cms.pages.tree import Node, tree_of
from cms.viewing import viewer_of
from portal_blocks.asking import shown_at
from portal_blocks.base import ActionCall, ActionResult, BlockAction
from portal_blocks.patience import words
from portal_blocks.streams import find_block, find_view
from portal_blocks.viewer import Viewer
from portals.requests import came_from, require_portal


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button: of which block, on which page."""

    request: HttpRequest
    node: Node
    block_id: str
    action: str
    blocks: StreamValue
    viewer: Viewer

    @property
    def wants_data(self) -> bool:
        """Whether the block's own script asks, and does the telling itself."""
        return self.request.headers.get("Accept") == "application/json"


@never_cache
def block_action(request: HttpRequest, page_id: int, block_id: UUID, action: str) -> HttpResponse:
    """Do what a button of a block says, then show the page again, as it is then."""
    node = tree_of(require_portal(request)).by_id(page_id)
    viewer = viewer_of(request)
    if request.method == "POST" and not viewer.signed_in and viewer.refused is None:
        return _signed_out_meanwhile(request)
    blocks = stream_of(node, viewer) if node is not None else None
    if node is None or blocks is None:
        return not_offered(request) if by_script(request) else refusal(request, None, viewer)
    if request.method != "POST":
        return _not_a_page(request, node)
    press = Press(request, node, str(block_id), action, blocks, viewer)
    if seconds := wait_for(viewer, now=timezone.now()):
        return _too_often(press, seconds)
    found = _find(press)
    alone = press.wants_data
    result = carried_out(*found, action, by_own_script=alone) if found is not None else None
    if found is None or result is None:
        return _not_offered(press)
    result = replace(result, url=return_after(request, action, result) or result.url)
    if press.wants_data:
        url = result.url or f"{node.url}#block-{block_id}"
        return JsonResponse({**result.data, "tone": result.tone, "text": result.text, "url": url})
    is_again = result.faults or result.entered  # the form is shown once more, as it was sent
    return _faulty(press, found[1], result) if is_again else _told(press, result)


def _find(press: Press) -> tuple[BlockAction, ActionCall] | None:
    """Return the action, if the viewer sees its block and the merchant allows it."""
    viewer = press.viewer
    child = find_block(press.blocks, press.block_id, viewer)
    action = child.block.actions.get(press.action) if child is not None else None
    if child is None or action is None or not action.is_on(child.value):
        return None
    at = (press.node.pk, press.block_id)
    return action, ActionCall(viewer, child.value, press.request.POST, viewer.subject.now, at)


def _told(press: Press, result: ActionResult) -> HttpResponse:
    """Show the page again, or lead to where the result says; what came of it is said there."""
    request, node = press.request, press.node
    note = _note(press, result)
    leave(request, note)
    path, query = stood_at(request, node)
    goes = urlsplit(result.url)
    if result.url and (goes.path != path or not by_script(request)):
        return lead(request, result.url)
    stays = result.url or path == node.url or _speaks_at(path, press)
    meant = _about(query) if path == node.url else ""
    otherwise = f"{landing(request, node)}{meant}#{note.anchor}"
    if not stays:
        return lead(request, otherwise)
    if by_script(request):
        query = goes.query if result.url else _without_open(query)
        return shown(request, path, query, otherwise=otherwise)
    return lead(request, otherwise if path == node.url else f"{path}#{note.anchor}")


def _speaks_at(path: str, press: Press) -> bool:
    """Whether the block has a page of its own there, which says itself what came of it."""
    found = tree_of(press.viewer.portal).find(path)
    rest = found[1] if found is not None else []
    view = find_view(press.blocks, rest[0], press.viewer) if len(rest) == 2 else None
    return view is not None and str(view[0].id) == press.block_id and view[1].says


def _faulty(press: Press, call: ActionCall, result: ActionResult) -> HttpResponse:
    """Show the page that the form stood on at once, with what was typed and what is wrong."""
    path, query = stood_at(press.request, press.node)
    address = urlsplit(shown_at(call) or f"{path}?{query}")
    note = _note(press, result)
    response = page_now(press.request, address.path, address.query, notes=[note])
    if isinstance(response, HttpResponseRedirect):
        return lead(press.request, response.url)
    response.status_code = 422 if result.faults else 200
    return response


def _note(press: Press, result: ActionResult) -> Note:
    return Note(
        result.tone,
        result.text,
        page_id=press.node.pk,
        block_id=press.block_id,
        target=result.target,
        operation_id=result.operation.pk if result.operation is not None else None,
        faults=result.faults,
        entered=result.entered,
    )


def _not_offered(press: Press) -> HttpResponse:
    """Show the page as it is now; a script says so where the button is."""
    if press.wants_data:
        raise Http404("No such action for this customer.")
    if by_script(press.request):
        return not_offered(press.request)
    note = Note("warning", _("This is not offered here any more. Nothing was changed."))
    path, query = stood_at(press.request, press.node)
    response = page_now(press.request, path, query, notes=[note])
    if response.status_code == 200:
        response.status_code = 404
    return response


def _too_often(press: Press, seconds: int) -> HttpResponse:
    """Do nothing, and say how long to wait."""
    text = words(seconds)
    if press.wants_data:
        response: HttpResponse = JsonResponse({"tone": "warning", "text": text, "url": ""})
    elif by_script(press.request):
        response = pressed_too_often(press.request, text)
    else:
        path, query = stood_at(press.request, press.node)
        response = page_now(press.request, path, query, notes=[Note("warning", text)])
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def _signed_out_meanwhile(request: HttpRequest) -> HttpResponse:
    """Ask to sign in. A script says so where the button is: what was typed there is kept."""
    if by_script(request):
        return signed_out(request)
    text = _("You were signed out after a while. Nothing was changed. Sign in to go on.")
    leave(request, Note("info", text))
    # Back to where they came from: the page's own address may be none that they should learn.
    then, _query = stood_at(request)
    return HttpResponseRedirect(sign_in_url(then))


def _not_a_page(request: HttpRequest, node: Node) -> HttpResponse:
    came = came_from(request)
    if came.netloc == request.get_host() and came.path == request.path:
        # A link of the page that was shown here with faults, written as seen from its own address.
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{node.url}?{query}" if query else node.url)
    context = {
        "heading": _("Nothing was changed"),
        "text": [_("This address does something only when its button is pressed.")],
        "actions": [{"label": _("Back to the page"), "url": node.url, "primary": True}],
    }
    response = render(request, "portal/message.html", context, status=405)
    response["Allow"] = "POST"
    return response


def _without_open(query: str) -> str:
    """Leave out which panel the address opens: it has been used."""
    return "&".join(part for part in query.split("&") if not part.startswith("open="))


def _about(query: str) -> str:
    """Keep which subscription a page is about."""
    kept = [part for part in query.split("&") if part.startswith("subscription=")]
    return f"?{kept[0]}" if kept else ""
