"""Puts requests about data into the editor: below Reports, and on its home while some are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.site_summary import SummaryItem

from accounts.models import PrivacyRequest
from accounts.privacy import WORKER, Kind, State, ready_copies
from cms.customers.whose import of_staff
from cms.listing import ListViewSet, WaitingSummary
from cms.privacy.telling import unmailed_copies
from cms.privacy.views import CopyView, RequestListView, RequestView


class PrivacyRequestsViewSet(ListViewSet):
    """Customers make requests; staff answer those to be erased."""

    model = PrivacyRequest
    icon = "lock"
    menu_label = _("Requests about data")
    menu_hook = "register_reports_menu_item"
    menu_order = 1095
    list_view = RequestListView
    listed: ClassVar[Mapping[str, Any]] = {
        "list_filter": ["kind", "state"],
        "is_searchable": False,
    }
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "edit": ("<uuid:pk>/", RequestView),
        "copy": ("<uuid:pk>/copy/", CopyView),
    }


REQUESTS = PrivacyRequestsViewSet("privacy-requests")


class OpenRequests(WaitingSummary):
    """How many wait for an answer."""

    order = 60
    template_name = "cms/privacy/summary.html"
    viewset = REQUESTS

    def waiting(self) -> QuerySet[PrivacyRequest]:
        """Return those that staff decide, and the copies that no e-mail could offer."""
        now, mine = timezone.now(), of_staff(self.request.user, "account__shop")
        to_decide = Q(kind=Kind.ERASE, state=State.ASKED)
        ready = ready_copies(now=now).filter(settled_by=WORKER, pk__in=unmailed_copies(now=now))
        return PrivacyRequest.objects.filter(mine, to_decide | Q(pk__in=ready.values("pk")))


def add_open_requests(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Put the count on the editor's home."""
    items.append(OpenRequests(request))


def privacy_requests_viewset() -> PrivacyRequestsViewSet:
    """Return what is to be registered."""
    return REQUESTS


def privacy_request_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to see requests, to answer them."""
    return Permission.objects.filter(
        content_type__app_label="accounts",
        codename__in=["view_privacyrequest", "change_privacyrequest"],
    )
