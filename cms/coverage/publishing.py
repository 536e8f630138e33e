"""What staff are told when they publish: errors before, which stop it; warnings after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.coverage.findings import Finding
from cms.coverage.links import check_url
from cms.coverage.linting import lint_page
from cms.models import PortalPage
from cms.rules.portals import portals_above
from portals import clock

MOST_TOLD = 3


def stop_errors(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Stop what would not work (a `before_publish_page` hook); what was written is kept."""
    if not isinstance(page, PortalPage):
        return None
    found = lint_page(page, clock.now())
    request.portico_warnings = [one for one in found if not one.is_error]  # type: ignore[attr-defined]
    errors = [one for one in found if one.is_error]
    if not errors:
        return None
    told = _("Not published. Your changes are saved as a draft.")
    messages.error(request, format_html("{} {}", told, _listed(errors)))
    return redirect("wagtailadmin_pages:edit", page.pk)


def stop_errors_of_several(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Stop publishing several pages where one has an error (a `before_bulk_action` hook)."""
    if action_type != "publish":
        return None
    with_those_below = bool(action.get_execution_context().get("include_descendants"))
    pages = [one for one in objects if isinstance(one, Page)]
    if with_those_below:
        pages = [below for one in pages for below in one.get_descendants(inclusive=True)]
    for page in pages:
        draft = page.get_latest_revision_as_object()
        found = lint_page(draft, clock.now()) if isinstance(draft, PortalPage) else []
        errors = [one for one in found if one.is_error]
        if errors:
            told = _("Nothing was published. “%(title)s” does not work:") % {"title": draft.title}
            messages.error(request, format_html("{} {}", told, _listed(errors)))
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def tell_warnings(request: HttpRequest, page: Page) -> None:
    """Say what is wrong and did not stop it (an `after_publish_page` hook)."""
    found: list[Finding] = getattr(request, "portico_warnings", [])
    if not found:
        return
    portals = portals_above(page)
    buttons = [messages.button(check_url(portals[0]), _("Access check"))] if portals else []
    told = _("Who sees what, checked:")
    messages.warning(request, format_html("{} {}", told, _listed(found)), buttons=buttons)


def _listed(found: list[Finding]) -> str:
    """The first few, each with where it is and how to mend it."""
    return format_html_join(
        " ",
        "{}{} {}",
        (
            (f"{one.block_label}: " if one.block_label else "", one.message, one.mend.words)
            for one in found[:MOST_TOLD]
        ),
    )
