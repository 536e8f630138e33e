"""Puts the inbox into the editor: below Reports, for staff who may see or change Stripe events."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from billing.models import StripeEvent
from cms.inbox.views import LABELS, SEEN, EventListView, EventView, TryAgainView


class InboxMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        policy = policy_registry.get_by_type(StripeEvent)
        return bool(policy.user_has_any_permission(request.user, SEEN))


class InboxViewSet(ViewSet):
    """Events can be looked at and tried again. Nobody makes, edits or deletes one."""

    model = StripeEvent
    icon = "mail"
    menu_label = _("Stripe events")
    menu_hook = "register_reports_menu_item"
    menu_item_class = InboxMenuItem
    menu_order = 1100

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of the others."""
        names = ("index", "index_results", "inspect", "try_again")
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
            "list_filter": ["state"],
            "search_fields": ["object_id", "customer_id", "id"],
            "default_ordering": "-received_at",
            "paginate_by": 50,
        }
        results = self.construct_view(EventListView, **listed, results_only=True)
        return [
            path("", self.construct_view(EventListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("<str:pk>/", self.construct_view(EventView, fields=list(LABELS)), name="inspect"),
            path("<str:pk>/try-again/", self.construct_view(TryAgainView), name="try_again"),
        ]


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
