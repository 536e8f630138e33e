"""Puts customers into the editor's menu, for staff who may see them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from accounts.models import Customer
from cms.customers.desk.views import desk, do, see
from cms.customers.notes import NotesView
from cms.customers.refunds import RefundView
from cms.customers.tags import TagsView
from cms.customers.views import SEEN, CustomerListView, CustomerView


class CustomersMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        policy = policy_registry.get_by_type(Customer)
        return bool(policy.user_has_any_permission(request.user, SEEN))


class CustomersViewSet(ViewSet):
    """Customers can be looked at; what they are comes from orders and Stripe."""

    model = Customer
    icon = "group"
    menu_label = _("Customers")
    menu_item_class = CustomersMenuItem
    menu_order = 240
    add_to_admin_menu = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of the others."""
        names = ("index", "index_results", "inspect", "notes", "refund", "tags")
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
            "default_ordering": "-pk",
            "paginate_by": 50,
        }
        results = self.construct_view(CustomerListView, **listed, results_only=True)
        return [
            path("", self.construct_view(CustomerListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("refund/<int:pk>/", self.construct_view(RefundView), name="refund"),
            path("<int:pk>/", self.construct_view(CustomerView, fields=[]), name="inspect"),
            path("<int:pk>/act/", desk, name="desk"),
            path("<int:pk>/act/do/<slug:block>/<slug:action>/", do, name="desk_do"),
            path("<int:pk>/act/see/<slug:block>/<slug:view>/<str:key>/", see, name="desk_see"),
            path("<int:pk>/notes/", self.construct_view(NotesView), name="notes"),
            path("<int:pk>/tags/", self.construct_view(TagsView), name="tags"),
        ]


def customers_viewset() -> CustomersViewSet:
    """Return what is to be registered."""
    return CustomersViewSet("customers")


def customer_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to see customers, tag, refund, act for them."""
    names = ["view_customer", "change_customer", "add_customernote", "act_for_customer"]
    sees = Q(content_type__app_label="accounts", codename__in=names)
    refunds = Q(content_type__app_label="billing", codename="refund_order")
    return Permission.objects.filter(sees | refunds)
