"""The list of accounts, and one account with what may be done with it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from billing.connecting.registering import webhook_url
from billing.gateway.endpoints import API_VERSION
from billing.models import StripeAccount
from billing.stripe_accounts import is_readable

SEEN = ["view", "add", "change", "delete"]


def mode_of(account: StripeAccount) -> str:
    """Return in words whether its money is real."""
    return _("Real money") if account.is_live else _("Testing")


def _is_live(account: StripeAccount) -> bool:
    return account.is_live


class AccountListView(generic.IndexView):
    """The accounts that shops have of their own."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Stripe accounts")
    add_item_label = gettext_lazy("Connect an account")
    columns_ = (
        Column("shop", label=gettext_lazy("Shop")),
        StatusTagColumn("mode", label=gettext_lazy("Mode"), accessor=mode_of, primary=_is_live),
        Column("api_version", label=gettext_lazy("API version")),
        DateColumn("checked_at", label=gettext_lazy("Checked")),
    )

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of an account."""
        return [self._get_title_column("__str__", width="34%"), *self.columns_]

    def get_base_queryset(self) -> Any:
        """Read the shops along."""
        return StripeAccount.objects.select_related("shop")


class AccountView(generic.InspectView):
    """One account: whose it is, how it stands, and what may be done."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Stripe account")
    template_name = "cms/stripe_accounts/account.html"
    check_url_name = keys_url_name = roll_url_name = remove_url_name = ""
    header_buttons: ClassVar[list[Button]] = []
    header_more_buttons: ClassVar[list[Button]] = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell how the account stands and which steps this person may take."""
        row: StripeAccount = self.object
        return {
            **super().get_context_data(**kwargs),
            "facts": self._facts(row),
            "is_readable": is_readable(row.secret_key),
            "is_current": row.api_version == API_VERSION,
            "may_change": self.user_has_permission("change"),
            "may_remove": self.user_has_permission("delete"),
            "urls": {name: self._url(name) for name in ("check", "keys", "roll", "remove")},
        }

    def _facts(self, row: StripeAccount) -> list[tuple[str, object]]:
        return [
            (_("Shop"), row.shop),
            (_("Account"), row.external_id),
            (_("Mode"), mode_of(row)),
            (_("Publishable key"), row.publishable_key),
            (_("Stripe posts to"), webhook_url(row)),
            (_("API version"), row.api_version),
        ]

    def _url(self, name: str) -> str:
        return reverse(getattr(self, f"{name}_url_name"), args=(quote(self.object.pk),))
