"""Puts Stripe accounts into the editor's settings, for staff who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import StripeAccount
from cms.listing import ListViewSet
from cms.stripe_accounts.steps import (
    CHECKED,
    ROLLED,
    CheckView,
    ConnectView,
    KeysView,
    RemoveView,
    RollView,
)
from cms.stripe_accounts.views import AccountListView, AccountView


class StripeAccountsViewSet(ListViewSet):
    """Accounts are connected, checked and removed; their keys are never shown."""

    model = StripeAccount
    icon = "key"
    menu_label = _("Stripe accounts")
    menu_hook = "register_settings_menu_item"
    menu_order = 900
    list_view = AccountListView
    listed: ClassVar[Mapping[str, Any]] = {"default_ordering": "shop__name"}
    views: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "add": ("connect/", ConnectView),
        "inspect": ("<str:pk>/", AccountView),
        "check": ("<str:pk>/check/", CheckView),
        "keys": ("<str:pk>/keys/", KeysView),
        "roll": ("<str:pk>/secret/", RollView),
        "remove": ("<str:pk>/remove/", RemoveView),
    }


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
