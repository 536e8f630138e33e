"""Puts the keys into the editor: below Settings, for staff who may see, make or change them."""

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

from billing.models import OrdersKey
from cms.keys.views import SEEN, KeyListView, KeyView, NewKeyView, WithdrawView


class KeysMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        policy = policy_registry.get_by_type(OrdersKey)
        return bool(policy.user_has_any_permission(request.user, SEEN))


class KeysViewSet(ViewSet):
    """Keys are made, renamed and withdrawn. Nobody deletes one: what it brought names it."""

    model = OrdersKey
    icon = "key"
    menu_label = _("Keys for orders")
    menu_hook = "register_settings_menu_item"
    menu_item_class = KeysMenuItem
    menu_order = 1200

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of the others."""
        names = ("index", "index_results", "add", "edit", "revoke")
        found: dict[str, Any] = super().get_common_view_kwargs(
            model=self.model,
            header_icon=self.icon,
            **{f"{name}_url_name": self.get_url_name(name) for name in names},
            **kwargs,
        )
        return found

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads there."""
        listed = {"default_ordering": "-created_at", "paginate_by": 50}
        results = self.construct_view(KeyListView, **listed, results_only=True)
        return [
            path("", self.construct_view(KeyListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("new/", self.construct_view(NewKeyView), name="add"),
            path("<str:pk>/", self.construct_view(KeyView), name="edit"),
            path("<str:pk>/withdraw/", self.construct_view(WithdrawView), name="revoke"),
        ]


def keys_viewset() -> KeysViewSet:
    """Return what is to be registered."""
    return KeysViewSet("order-keys")


def key_permissions() -> QuerySet[Permission]:
    """Return the permissions that groups of staff can be given."""
    return Permission.objects.filter(
        content_type__app_label="billing",
        content_type__model="orderskey",
        codename__in=["view_orderskey", "add_orderskey", "change_orderskey"],
    )
