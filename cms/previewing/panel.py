"""What the preview panel of a page's editor offers: who looks, real customers among them, and when.

The panel's own script chooses a mode; whether it is allowed is asked again at each preview.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.auth import require_admin_access

from access_rules.permissions import PREVIEW_AS_CUSTOMER
from cms.previewing.modes import CUSTOMER
from cms.previewing.page import PreviewedAs
from cms.previewing.people import customers_found
from cms.rules.errors import Refused
from cms.rules.portals import asked_portal
from portal_blocks.personas import FIRST, PERSONAS

SEARCH = "portico_look_as"


@dataclass(frozen=True, slots=True)
class Look:
    """What is offered. `search_url` is empty for whoever may not look as a real customer."""

    first: str
    people: Sequence[tuple[str, Any]]
    search_url: str


def look_of(page: object, request: HttpRequest) -> Look | None:
    """Return what is offered beside a page; None for what is no page of blocks."""
    if not isinstance(page, PreviewedAs):
        return None
    return Look(FIRST, list(PERSONAS.items()), _search_url(page, request))


def _search_url(page: Any, request: HttpRequest) -> str:
    if not request.user.has_perm(PREVIEW_AS_CUSTOMER):
        return ""
    place = f"page={page.pk}"
    if not page.pk:
        match = request.resolver_match
        place = f"parent={match.kwargs.get('parent_page_id', '') if match else ''}"
    return f"{reverse(SEARCH)}?{place}"


@never_cache
@require_safe
@require_admin_access  # type: ignore[untyped-decorator]
def look_as(request: HttpRequest) -> JsonResponse:
    """Find customers of a page's shop by name, address or order number."""
    if not request.user.has_perm(PREVIEW_AS_CUSTOMER):
        return JsonResponse({"error": ""}, status=403)
    try:
        portal = asked_portal(request.user, request.GET).portal  # type: ignore[arg-type]
    except Refused as refusal:
        return JsonResponse({"error": str(refusal.message)}, status=refusal.status)
    found = customers_found(portal, request.GET.get("q", ""))
    items = [
        {"value": f"{CUSTOMER}{one.pk}", "label": str(one), "hint": one.email} for one in found
    ]
    return JsonResponse({"items": items})


def register() -> None:
    """Put the panel's script, style and search into the editor."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("insert_global_admin_css", _style)
    hooks.register("insert_editor_js", _script)


def _urls() -> list[URLPattern]:
    return [path("look-as/", look_as, name=SEARCH)]


def _style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/look_as.css"))


def _script() -> str:
    return format_html('<script src="{}"></script>', static("cms/look_as.js"))
