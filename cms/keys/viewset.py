"""Puts the keys into the editor: below Settings, for staff who may see, make or change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import OrdersKey
from cms.keys.views import KeyListView, KeyView, NewKeyView, WithdrawView
from cms.listing import ListViewSet


class KeysViewSet(ListViewSet):
    """Keys are made, renamed and withdrawn. Nobody deletes one: what it brought names it."""

    model = OrdersKey
    icon = "key"
    menu_label = _("Keys for orders")
    menu_hook = "register_settings_menu_item"
    menu_order = 1200
    list_view = KeyListView
    listed: ClassVar[Mapping[str, Any]] = {"default_ordering": "-created_at"}
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "add": ("new/", NewKeyView),
        "edit": ("<str:pk>/", KeyView),
        "revoke": ("<str:pk>/withdraw/", WithdrawView),
    }


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
