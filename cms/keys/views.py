"""The list of keys, a new key with its secret, a key's settings, and withdrawing one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from billing.api.keys import create_key, revoke_key
from billing.models import OrdersKey
from cms.keys.forms import KeyForm, NewKeyForm

SEEN = ["view", "add", "change"]


def _may(key: OrdersKey) -> str:
    words = [
        *([_("orders")] if key.may_send_orders else []),
        *([_("shipments")] if key.may_send_shipments else []),
    ]
    return ", ".join(words) or _("nothing")


def _state(key: OrdersKey) -> str:
    return _("Withdrawn") if key.revoked_at else _("Works")


def _works(key: OrdersKey) -> bool:
    return key.revoked_at is None


class KeyListView(generic.IndexView):
    """All keys, the newest first."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Keys for orders")
    add_item_label = gettext_lazy("Add a key")
    revoke_url_name = ""
    columns_ = (
        Column("name", label=gettext_lazy("Portico-Key"), width="16%"),
        Column("shop", label=gettext_lazy("Shop"), width="12%"),
        Column("source", label=gettext_lazy("Source"), width="10%"),
        Column("may", label=gettext_lazy("May send"), accessor=_may, width="14%"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor=_state, primary=_works, width="10%"
        ),
        DateColumn("used_at", label=gettext_lazy("Last used"), sort_key="used_at", width="12%"),
    )

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of a key. Never its secret."""
        return [self._get_title_column("label", width="26%"), *self.columns_]

    def get_base_queryset(self) -> Any:
        """List keys with their shops."""
        return super().get_base_queryset().select_related("shop").defer("secret")

    def get_list_more_buttons(self, instance: OrdersKey) -> list[Any]:
        """Offer to withdraw a key that works."""
        buttons = super().get_list_more_buttons(instance)
        if _works(instance) and self.user_has_permission("change"):
            url = reverse(self.revoke_url_name, args=(quote(instance.pk),))
            buttons.append(Button(_("Withdraw"), url=url, icon_name="cross", priority=30))
        return cast("list[Any]", buttons)


class NewKeyView(generic.CreateView):
    """Asks for a new key, and answers with its secret, once."""

    form_class = NewKeyForm
    page_title = gettext_lazy("New key for orders")

    def form_valid(self, form: NewKeyForm) -> HttpResponse:
        """Make the key and show its secret; not again if the form is sent again."""
        said = form.cleaned_data
        name = said.pop("token")
        if OrdersKey.objects.filter(pk=name).exists():
            messages.warning(
                self.request,
                _("This key was made already. Its secret is shown once only: make another key."),
            )
            return redirect(self.index_url_name)
        self.form = form
        self.object, secret = create_key(said.pop("shop"), said.pop("source"), name=name, **said)
        log(self.object, "wagtail.create", user=self.request.user)
        self.page_title = gettext_lazy("Key for orders made")
        self.template_name = "cms/keys/made.html"
        shown = {"secret": secret, "index_url": reverse(self.index_url_name)}
        return cast("HttpResponse", self.render_to_response(self.get_context_data(**shown)))

    def get_page_subtitle(self) -> str:
        """Name the key that was made."""
        return str(self.object) if self.object else ""


class KeyView(generic.EditView):
    """What a key is called and what it may do."""

    form_class = KeyForm
    success_message = gettext_lazy("The key “%(object)s” was saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows nothing of who asks."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        kwargs.pop("for_user", None)
        return kwargs


class WithdrawView(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView
):
    """Asks first, then withdraws a key for good."""

    model = OrdersKey
    permission_required = "change"
    template_name = "cms/keys/withdraw.html"
    page_title = gettext_lazy("Withdraw a key")
    header_icon = "cross"
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not; lead away from a key that was withdrawn."""
        if self.user_has_permission("change") and not _works(self.object):
            messages.warning(request, _("This key was withdrawn already."))
            return self._back()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        """Withdraw it."""
        if revoke_key(self.object.pk, now=timezone.now()):
            log(self.object, "wagtail.edit", user=request.user, data={"withdrawn": True})
            messages.success(request, _("The key no longer opens anything."))
        return self._back()

    def get_page_subtitle(self) -> str:
        """Name the key."""
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where the list is."""
        return super().get_context_data(index_url=reverse(self.index_url_name), **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        above = {"url": reverse(self.index_url_name), "label": _("Keys for orders")}
        return [*self.breadcrumbs_items, above, here]

    def _back(self) -> HttpResponseRedirect:
        return redirect(self.index_url_name)
