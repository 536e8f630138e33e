"""Puts shared addresses into the editor: below Reports, and on its home while some are open."""

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

from billing.models import SharedAddress
from cms.shared_addresses.views import SEEN, CaseListView, DecisionView

NAME = "shared-addresses"


def _may_see(request: HttpRequest) -> bool:
    policy = policy_registry.get_by_type(SharedAddress)
    return bool(policy.user_has_any_permission(request.user, SEEN))


class CasesMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return _may_see(request)


class SharedAddressesViewSet(ViewSet):
    """Cases are opened by orders; people decide them."""

    model = SharedAddress
    icon = "group"
    menu_label = _("Shared addresses")
    menu_hook = "register_reports_menu_item"
    menu_item_class = CasesMenuItem
    menu_order = 1090

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
        listed = {
            "list_filter": ["shop"],
            "search_fields": ["email"],
            "default_ordering": ["decided_at", "-opened_at"],
            "paginate_by": 50,
        }
        results = self.construct_view(CaseListView, **listed, results_only=True)
        return [
            path("", self.construct_view(CaseListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/", self.construct_view(DecisionView), name="edit"),
        ]


class OpenCases(SummaryItem):
    """On the editor's home: how many wait for a decision."""

    order = 50
    template_name = "cms/shared_addresses/summary.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        """Count them."""
        count = SharedAddress.objects.filter(decided_at=None).count()
        return {"count": count, "url": reverse(f"{NAME}:index")}

    def is_shown(self) -> bool:
        """Whether this person may see them, and there are some."""
        return _may_see(self.request) and bool(self.get_context_data({})["count"])


def add_open_cases(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Put the count on the editor's home."""
    items.append(OpenCases(request))


def shared_addresses_viewset() -> SharedAddressesViewSet:
    """Return what is to be registered."""
    return SharedAddressesViewSet(NAME)


def shared_address_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to see cases, to decide them."""
    return Permission.objects.filter(
        content_type__app_label="billing",
        codename__in=["view_sharedaddress", "change_sharedaddress"],
    )
