"""Puts Stripe accounts into the editor's settings, for staff who may see them."""

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

from billing.models import StripeAccount
from cms.stripe_accounts.steps import (
    CHECKED,
    ROLLED,
    CheckView,
    ConnectView,
    KeysView,
    RemoveView,
    RollView,
)
from cms.stripe_accounts.views import SEEN, AccountListView, AccountView

NAMES = ("index", "index_results", "add", "inspect", "check", "keys", "roll", "remove")


class AccountsMenuItem(MenuItem):
    """Shown to whoever may open the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        policy = policy_registry.get_by_type(StripeAccount)
        return bool(policy.user_has_any_permission(request.user, SEEN))


class StripeAccountsViewSet(ViewSet):
    """Accounts are connected, checked and removed; their keys are never shown."""

    model = StripeAccount
    icon = "key"
    menu_label = _("Stripe accounts")
    menu_hook = "register_settings_menu_item"
    menu_item_class = AccountsMenuItem
    menu_order = 900

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every view of the others."""
        found: dict[str, Any] = super().get_common_view_kwargs(
            model=self.model,
            header_icon=self.icon,
            **{f"{name}_url_name": self.get_url_name(name) for name in NAMES},
            **kwargs,
        )
        return found

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list first: the menu leads there."""
        listed = {"default_ordering": "shop__name", "paginate_by": 50}
        results = self.construct_view(AccountListView, **listed, results_only=True)
        return [
            path("", self.construct_view(AccountListView, **listed), name="index"),
            path("results/", results, name="index_results"),
            path("connect/", self.construct_view(ConnectView), name="add"),
            path("<str:pk>/", self.construct_view(AccountView, fields=[]), name="inspect"),
            path("<str:pk>/check/", self.construct_view(CheckView), name="check"),
            path("<str:pk>/keys/", self.construct_view(KeysView), name="keys"),
            path("<str:pk>/secret/", self.construct_view(RollView), name="roll"),
            path("<str:pk>/remove/", self.construct_view(RemoveView), name="remove"),
        ]


def stripe_accounts_viewset() -> StripeAccountsViewSet:
    """Return what is to be registered."""
    return StripeAccountsViewSet("stripe-accounts")


def account_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given."""
    return Permission.objects.filter(
        content_type__app_label="billing", content_type__model="stripeaccount"
    )


def register_account_actions(actions: Any) -> None:
    """Name what Wagtail's log says of accounts."""
    actions.register_action(CHECKED, _("Check"), _("Asked Stripe how the account stands"))
    actions.register_action(ROLLED, _("Change the secret"), _("Changed the webhook secret"))
