"""The doors of the desk: the page, a page of one of its blocks, a press of a button.

Each asks whether this member of staff may act for customers, and for this one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from csp.constants import NONE
from csp.utils import build_policy
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Customer, StaffUser
from cms.acting.notes import Note, leave
from cms.acting.pressing import carried_out
from cms.acting.told import Told, told_on
from cms.customers.desk.table import PERMISSION, Desk, desk_of
from cms.previewing.drawing import portal_urls
from portal_blocks.base import ActionCall, ActionResult, Failed, Redirect
from portal_blocks.streams import assets, find_block
from portals import clock

View = Callable[..., HttpResponse]
PAGE = "cms/customers/desk.html"
# A theme's page on the editor's own host: whatever is in it, nothing of it runs there.
POLICY = {"script-src": [NONE], "connect-src": [NONE], "frame-src": [NONE]}


def at_the_desk(view: View) -> View:
    """Give a view the desk of the customer in its address; refuse whoever may not."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, *names: str, **more: str) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        rows = Customer.objects.select_related("shop", "facts")
        customer = get_object_or_404(rows, pk=pk)
        desk = desk_of(customer, cast("StaffUser", request.user), now=clock.now())
        if desk is None:
            raise Http404("No customer of a portal of yours.")
        return view(request, desk, *names, **more)

    return never_cache(opened)


@at_the_desk
@require_safe
def desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the customer's blocks."""
    return _drawn(request, desk, PAGE, {})


@at_the_desk
@require_safe
def see(request: HttpRequest, desk: Desk, block: str, view: str, key: str) -> HttpResponse:
    """Show one page of a block, such as the plans that a subscription can be changed to."""
    child = find_block(desk.blocks, block, desk.viewer)
    found = child.block.views.get(view) if child is not None else None
    if child is None or found is None:
        raise Http404("No such page on the desk.")
    with portal_urls():
        answer = found.load(child.value, desk.viewer, desk.place(request, block), key)
    if answer is None:
        raise Http404("The block has nothing to show under this address.")
    if isinstance(answer, Redirect):
        return HttpResponseRedirect(answer.url)
    if not isinstance(answer, Failed):
        answer = Failed(found.template, answer, status=200)
    response = _drawn(request, desk, answer.template, answer.context)
    response.status_code = answer.status
    return response


@at_the_desk
@require_POST
def do(request: HttpRequest, desk: Desk, block: str, action: str) -> HttpResponse:
    """Do what a button says, in the customer's place and under the name of who pressed it."""
    child = find_block(desk.blocks, block, desk.viewer)
    found = child.block.actions.get(action) if child is not None else None
    if child is None or found is None or not found.is_on(child.value):
        raise Http404("No such button on the desk.")
    at = (desk.customer.pk, block)
    call = ActionCall(desk.viewer, child.value, request.POST, desk.viewer.subject.now, at)
    with portal_urls():
        result = carried_out(found, call, action)
    if result is None:
        raise Http404("Not a thing of this customer's.")
    leave(request, _note(desk, block, result))
    return HttpResponseRedirect(f"{desk.base}#said-{block}")


def _note(desk: Desk, block: str, result: ActionResult) -> Note:
    """What came of it, with every fault in words: on the desk no form is shown again as sent."""
    text = " ".join([result.text, *result.faults.values()])
    operation = result.operation.pk if result.operation is not None else None
    return Note(result.tone, text, desk.customer.pk, block, result.target, operation)


def _drawn(request: HttpRequest, desk: Desk, template: str, more: dict[str, Any]) -> HttpResponse:
    """Draw a page in the portal's theme, with a bar that says whose place this is."""
    viewer = desk.viewer
    with portal_urls(), timezone.override(viewer.portal.tz):
        told = told_on(request, desk.place(request), desk.blocks, viewer)
        context = {
            "desk": desk,
            "body": desk.blocks,
            "viewer": viewer,
            "portal": viewer.portal,
            "signed_in": False,
            "menu": [],
            "account_links": [],
            "languages": [],
            "page_url": desk.base,
            "page_title": str(desk.customer),
            "place_kind": desk.place_kind,
            "block_css": assets(desk.blocks, viewer, "css"),
            "block_js": [],
            **_looked_at_here(told, desk).context(),
            **more,
        }
        html = render_to_string(template, context, request)
    response = HttpResponse(_with_bar(html, request, desk, is_below=template != PAGE))
    response["Content-Security-Policy"] = build_policy(replace=POLICY)
    return response


def _looked_at_here(told: Told, desk: Desk) -> Told:
    """Have what is not known yet looked at again here: the usual door is a portal's."""
    said = {
        block: replace(one, look_url=desk.base) if one.look_url else one
        for block, one in told.said.items()
    }
    return replace(told, said=said)


def _with_bar(html: str, request: HttpRequest, desk: Desk, *, is_below: bool) -> str:
    """Say above whatever a theme shows whose place this is."""
    customer_url = reverse("customers:inspect", args=[desk.customer.pk])
    told = {"desk": desk, "customer_url": customer_url, "is_below": is_below}
    bar = render_to_string("cms/customers/desk_bar.html", told, request)
    style = format_html('<link rel="stylesheet" href="{}">', static("cms/preview.css"))
    before, body, after = html.partition("<body>")
    return f"{before.replace('</head>', f'{style}</head>', 1)}{body}{bar}{after}"
