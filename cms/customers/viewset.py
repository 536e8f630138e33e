"""Puts customers into the editor's menu, for staff who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from cms.customers.desk.views import desk, do, see
from cms.customers.notes import NotesView
from cms.customers.refunds import RefundView
from cms.customers.tags import TagsView
from cms.customers.views import CustomerListView, CustomerView
from cms.listing import ListViewSet


class CustomersViewSet(ListViewSet):
    """Customers can be looked at; what they are comes from orders and Stripe."""

    model = Customer
    icon = "group"
    menu_label = _("Customers")
    menu_order = 240
    add_to_admin_menu = True
    list_view = CustomerListView
    listed: ClassVar[Mapping[str, Any]] = {
        "search_fields": ["email"],
        "default_ordering": "-pk",
    }
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "refund": ("refund/<int:pk>/", RefundView),
        "inspect": ("<int:pk>/", CustomerView),
        "desk": ("<int:pk>/act/", desk),
        "desk_do": ("<int:pk>/act/do/<slug:block>/<slug:action>/", do),
        "desk_see": ("<int:pk>/act/see/<slug:block>/<slug:view>/<str:key>/", see),
        "notes": ("<int:pk>/notes/", NotesView),
        "tags": ("<int:pk>/tags/", TagsView),
    }


def customers_viewset() -> CustomersViewSet:
    """Return what is to be registered."""
    return CustomersViewSet("customers")


def customer_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to see customers, tag, refund, act for them."""
    names = ["view_customer", "change_customer", "add_customernote", "act_for_customer"]
    sees = Q(content_type__app_label="accounts", codename__in=names)
    refunds = Q(content_type__app_label="billing", codename="refund_order")
    return Permission.objects.filter(sees | refunds)
