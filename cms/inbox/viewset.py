"""Puts the inbox into the editor: below Reports, for staff who may see or change Stripe events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import StripeEvent
from cms.inbox.views import EventListView, EventView, TryAgainView
from cms.listing import ListViewSet


class InboxViewSet(ListViewSet):
    """Events can be looked at and tried again. Nobody makes, edits or deletes one."""

    model = StripeEvent
    icon = "mail"
    menu_label = _("Stripe events")
    menu_hook = "register_reports_menu_item"
    menu_order = 1100
    list_view = EventListView
    listed: ClassVar[Mapping[str, Any]] = {
        "list_filter": ["state"],
        "search_fields": ["object_id", "customer_id", "id"],
        "default_ordering": "-received_at",
    }
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "inspect": ("<str:pk>/", EventView),
        "try_again": ("<str:pk>/try-again/", TryAgainView),
    }


def inbox_viewset() -> InboxViewSet:
    """Return what is to be registered."""
    return InboxViewSet("stripe-events")


def event_permissions() -> QuerySet[Permission]:
    """Return the permissions that groups of staff can be given: to see events, to retry them."""
    return Permission.objects.filter(
        content_type__app_label="billing",
        content_type__model="stripeevent",
        codename__in=["view_stripeevent", "change_stripeevent"],
    )
