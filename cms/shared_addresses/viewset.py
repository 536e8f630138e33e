"""Puts shared addresses into the editor: below Reports, and on its home while some are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.site_summary import SummaryItem

from billing.models import SharedAddress
from cms.customers.whose import of_staff
from cms.listing import ListViewSet, WaitingSummary
from cms.shared_addresses.views import CaseListView, DecisionView


class SharedAddressesViewSet(ListViewSet):
    """Cases are opened by orders; people decide them."""

    model = SharedAddress
    icon = "group"
    menu_label = _("Shared addresses")
    menu_hook = "register_reports_menu_item"
    menu_order = 1090
    list_view = CaseListView
    listed: ClassVar[Mapping[str, Any]] = {
        "list_filter": ["shop"],
        "search_fields": ["email"],
        "default_ordering": ["decided_at", "-opened_at"],
    }
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {"edit": ("<int:pk>/", DecisionView)}


CASES = SharedAddressesViewSet("shared-addresses")


class OpenCases(WaitingSummary):
    """How many wait for a decision."""

    order = 50
    template_name = "cms/shared_addresses/summary.html"
    viewset = CASES

    def waiting(self) -> QuerySet[SharedAddress]:
        """Return those that nobody has decided."""
        return SharedAddress.objects.filter(of_staff(self.request.user), decided_at=None)


def add_open_cases(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Put the count on the editor's home."""
    items.append(OpenCases(request))


def shared_addresses_viewset() -> SharedAddressesViewSet:
    """Return what is to be registered."""
    return CASES


def shared_address_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to see cases, to decide them."""
    return Permission.objects.filter(
        content_type__app_label="billing",
        codename__in=["view_sharedaddress", "change_sharedaddress"],
    )
