"""Where a bank sends the customer that asked them on a page of its own.

Stripe is looked at before anything is shown, so that the page they come back to knows what they
have just paid for. What came of it is said by the block that they pressed in.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.actions.finishing import look
from billing.models import Operation
from billing.queries import operation_of
from cms.acting.notes import Note, leave
from cms.finishing.links import finish_path
from cms.gate import refusal, stream_of
from cms.pages.tree import tree_of
from cms.viewing import viewer_of
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.streams import find_block
from portal_blocks.viewer import Viewer

FINISH = "finish"
Where = tuple[int, str]


@never_cache
@require_safe
def come_back(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """Look how it stands, and lead back to the block whose action is `at`.

    Without one that this customer sees, the operation's own page says it. Nothing but looking is
    done: the address does the same however often it is opened.
    """
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return refusal(request, None, viewer)
    operation = operation_of(viewer.customer_ids, operation_id)
    if operation is None:
        raise Http404("No such operation of this customer.")
    operation = look(operation, now=timezone.now())
    where = _block_of(request.GET.get("at", ""))
    result = _result(viewer, operation, where) if where is not None else None
    if where is None or result is None:
        return HttpResponseRedirect(finish_path(operation))
    page_id, block_id = where
    note = Note(
        result.tone,
        result.text,
        page_id,
        block_id,
        target=result.target,
        operation_id=operation.pk,
    )
    leave(request, note)
    node = tree_of(viewer.portal).by_id(page_id)
    return HttpResponseRedirect(result.url or f"{node.url if node else '/'}#{note.anchor}")


def _block_of(path: str) -> Where | None:
    """Return page and block of the address of a block's second half."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.url_name != "block_action" or found.kwargs.get("action") != FINISH:
        return None
    return int(found.kwargs["page_id"]), str(found.kwargs["block_id"])


def _result(viewer: Viewer, operation: Operation, where: Where) -> ActionResult | None:
    """Return what the block says of it, None where the viewer does not see that block."""
    page_id, block_id = where
    node = tree_of(viewer.portal).by_id(page_id)
    blocks = stream_of(node, viewer) if node is not None else None
    child = find_block(blocks, block_id, viewer) if blocks is not None else None
    action = child.block.actions.get(FINISH) if child is not None else None
    if child is None or action is None or not action.is_on(child.value):
        return None
    posted = QueryDict(urlencode({"operation": str(operation.pk)}))
    call = ActionCall(viewer, child.value, posted, viewer.subject.now, where)
    try:
        result: ActionResult = action.perform(call)
    except ActionRefused:
        return None
    return result
