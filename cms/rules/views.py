"""What the rule builder asks the server, as JSON, for staff alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access_rules.permissions import EDIT_RULES
from accounts.models import StaffUser
from cms.rules.asking import frame, told_audience
from cms.rules.dialog import told_changes
from cms.rules.errors import Refused
from cms.rules.picks import Search, picked
from cms.rules.portals import asked_portal
from portals import clock

MOST_BYTES = 1_000_000
View = Callable[..., dict[str, Any]]


def staff_of(request: HttpRequest) -> StaffUser:
    """Return who asks; nobody else comes this far into the editor."""
    if not isinstance(request.user, StaffUser):
        raise Refused(_("Sign in to the editor first."), status=403)
    return request.user


def answered(view: View) -> Callable[..., JsonResponse]:
    """Answer with what the view returns, or with why it refuses; never kept by any cache."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            return JsonResponse(view(request, *args, **kwargs))
        except Refused as refusal:
            return JsonResponse({"error": str(refusal.message)}, status=refusal.status)

    return answer


@require_GET
@answered
def frame_view(request: HttpRequest) -> dict[str, Any]:
    """Tell what rules are made of here."""
    return frame(asked_portal(staff_of(request), request.GET), staff_of(request))


@require_GET
@answered
def pick_view(request: HttpRequest, kind: str) -> dict[str, Any]:
    """Find what can be chosen, or name what was chosen."""
    _refuse_others(request)
    asked = asked_portal(staff_of(request), request.GET)
    chosen = tuple(one for one in request.GET.get("ids", "").split(",") if one)
    return picked(kind, Search(asked.portal, request.GET.get("q", "").strip()[:100], chosen))


@require_POST
@answered
def audience_view(request: HttpRequest) -> dict[str, Any]:
    """Count whom a rule meets, saved or not."""
    _refuse_others(request)
    asked = asked_portal(staff_of(request), request.GET)
    body = read_body(request)
    rules = body.get("rule"), body.get("was")
    return told_audience(*rules, asked.portal, staff_of(request), clock.now())


@require_http_methods(["GET", "POST"])
@answered
def changes_view(request: HttpRequest, page_id: int) -> dict[str, Any]:
    """Tell who gains and who loses if a page's newest draft is published; posted: its form."""
    user, where = staff_of(request), request.GET.copy()
    where["page"] = str(page_id)
    asked = asked_portal(user, where)
    posted = read_body(request) if request.method == "POST" else {}
    return told_changes(page_id, posted, asked.portal, user, clock.now())


def read_body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that was posted; raises `Refused` for anything else."""
    try:
        body = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(_("This cannot be read."))
    return body


def _refuse_others(request: HttpRequest) -> None:
    if not request.user.has_perm(EDIT_RULES):
        raise Refused(_("You may look at rules, not change them."), status=403)
