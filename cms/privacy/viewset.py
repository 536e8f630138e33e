"""Puts requests about data into the editor: below Reports, and on its home while some are open."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from accounts.models import PrivacyRequest
from accounts.privacy import Kind, State
from cms.privacy.views import SEEN, RequestListView, RequestView

NAME = "privacy-requests"


def _may_see(request: HttpRequest) -> bool:
    policy = policy_registry.get_by_type(PrivacyRequest)
    return bool(policy.user_has_any_permission(request.user, SEEN))


class RequestsMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return _may_see(request)


class PrivacyRequestsViewSet(ViewSet):
    """Customers make requests; staff answer those to be erased."""

    model = PrivacyRequest
    icon = "lock"
    menu_label = _("Requests about data")
    menu_hook = "register_reports_menu_item"
    menu_item_class = RequestsMenuItem
    menu_order = 1095

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of the others."""
        names = ("index", "index_results", "edit")
        found: dict[str, Any] = super().get_common_view_kwargs(
            model=self.model,
            header_icon=self.icon,
            **{f"{name}_url_name": self.get_url_name(name) for name in names},
            **kwargs,
        )
        return found

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads there."""
        listed = {"list_filter": ["kind", "state"], "paginate_by": 50, "is_searchable": False}
        results = self.construct_view(RequestListView, **listed, results_only=True)
        return [
            path("", self.construct_view(RequestListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("<uuid:pk>/", self.construct_view(RequestView), name="edit"),
        ]


class OpenRequests(SummaryItem):
    """On the editor's home: how many wait for an answer."""

    order = 60
    template_name = "cms/privacy/summary.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        """Count them."""
        open_ones = PrivacyRequest.objects.filter(kind=Kind.ERASE, state=State.ASKED)
        return {"count": open_ones.count(), "url": reverse(f"{NAME}:index")}

    def is_shown(self) -> bool:
        """Whether this person may see them, and there are some."""
        return _may_see(self.request) and bool(self.get_context_data({})["count"])


def add_open_requests(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Put the count on the editor's home."""
    items.append(OpenRequests(request))


def privacy_requests_viewset() -> PrivacyRequestsViewSet:
    """Return what is to be registered."""
    return PrivacyRequestsViewSet(NAME)


def privacy_request_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to see requests, to answer them."""
    return Permission.objects.filter(
        content_type__app_label="accounts",
        codename__in=["view_privacyrequest", "change_privacyrequest"],
    )
