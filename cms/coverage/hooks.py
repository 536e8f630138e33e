"""Puts the reports into the editor, and the check before publishing and on the editor's home."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

from accounts.models import StaffUser
from cms.coverage.links import CHECK, MEND, TABLE, check_url
from cms.coverage.linting import lint
from cms.coverage.publishing import stop_errors, stop_errors_of_several, tell_warnings
from cms.coverage.views import CheckView, CoverageView, MendView
from cms.rules.portals import portals_of
from portals import clock
from portals.registry import Portal
from portals.stamps import PAGES, stamp_of

SECONDS = 300
"""How long the count on the editor's home is kept; publishing makes it count anew."""


class OfPortalMenuItem(MenuItem):
    """Shown to whoever has a portal."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person has."""
        known: bool | None = getattr(request, "portico_has_portal", None)
        if known is None:  # asked once for both items
            known = isinstance(request.user, StaffUser) and bool(portals_of(request.user))
            request.portico_has_portal = known  # type: ignore[attr-defined]
        return known


class AccessErrors(SummaryItem):
    """On the editor's home: how many errors there are in who sees what."""

    order = 60
    template_name = "cms/coverage/summary.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        """Count them, and lead to the first portal that has any."""
        counts = {portal: errors_in(portal) for portal in portals_of(self.request.user)}
        first = next((portal for portal, count in counts.items() if count), None)
        return {"count": sum(counts.values()), "url": check_url(first) if first else ""}

    def is_shown(self) -> bool:
        """Whether there are some."""
        return bool(self.get_context_data({})["count"])


def errors_in(portal: Portal) -> int:
    """Return how many errors a portal has, from memory where it was counted lately."""
    key = f"access-errors:{portal.site_id}:{stamp_of(PAGES)}"
    count: int | None = cache.get(key)
    if count is None:
        count = sum(one.is_error for one in lint(portal, clock.now()))
        cache.set(key, count, SECONDS)
    return count


def _urls() -> list[URLPattern]:
    return [
        path("coverage/", CoverageView.as_view(), name=TABLE),
        path("access-check/", CheckView.as_view(), name=CHECK),
        path("access-check/mend/", MendView.as_view(), name=MEND),
    ]


def _table_item() -> MenuItem:
    url = reverse(TABLE)
    return OfPortalMenuItem(_("Who sees what"), url, name=TABLE, icon_name="table", order=1070)


def _check_item() -> MenuItem:
    url = reverse(CHECK)
    return OfPortalMenuItem(_("Access check"), url, name=CHECK, icon_name="check", order=1080)


def _summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(AccessErrors(request))


def register() -> None:
    """Register everything."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_reports_menu_item", _table_item)
    hooks.register("register_reports_menu_item", _check_item)
    hooks.register("construct_homepage_summary_items", _summary)
    hooks.register("before_publish_page", stop_errors, order=50)
    hooks.register("before_bulk_action", stop_errors_of_several)
    hooks.register("after_publish_page", tell_warnings)
