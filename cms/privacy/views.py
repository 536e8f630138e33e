"""The list of requests about data, and the answer to one of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.models import PrivacyRequest
from accounts.privacy import Kind, State, ready_copies
from billing.erasing import StillRunning
from cms.customers.whose import of_staff
from cms.notices.reasons import reason_of
from cms.privacy.answering import decline, handed_over
from cms.privacy.download import as_file
from cms.privacy.erasing import erase_as_asked
from cms.privacy.telling import told_of

SEEN = ["view", "change"]
ERASE, DECLINE = "erase", "decline"


def _waits(request: PrivacyRequest) -> bool:
    return request.kind == Kind.ERASE and request.state == State.ASKED


def _who(request: PrivacyRequest) -> str:
    account = request.account
    return account.email if account is not None and account.is_active else _("Account erased")


class RequestListView(generic.IndexView):
    """All requests, the newest first."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Requests about data")
    default_ordering = ["-asked_at"]
    columns_ = (
        Column("kind", label=gettext_lazy("Wants"), accessor="get_kind_display", width="30%"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display", primary=_waits
        ),
        DateColumn("asked_at", label=gettext_lazy("Asked"), width="20%"),
    )

    @cached_property
    def columns(self) -> list[Column]:
        """Who asks first: it leads to the request."""
        return [self._get_title_column("account", accessor=_who, width="35%"), *self.columns_]

    def get_base_queryset(self) -> QuerySet[PrivacyRequest]:
        """Read who asks with the rows, and no copies."""
        rows: QuerySet[PrivacyRequest] = super().get_base_queryset()
        rows = rows.filter(of_staff(self.request.user, "account__shop"))
        return rows.select_related("account").defer("copy")


class AnswerForm(forms.Form):
    """Erase, or say why not."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (ERASE, gettext_lazy("Erase their data now. This cannot be undone.")),
            (DECLINE, gettext_lazy("Do not erase it.")),
        ],
    )
    answer = forms.CharField(
        label=gettext_lazy("Why not, in words for the customer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Want a reason for a no."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == DECLINE and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Say why: the customer reads it."))
        return cleaned


class RequestView(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView[AnswerForm]
):
    """Shows who asks for what, and asks for the decision where there is one to make."""

    model = PrivacyRequest
    permission_required = "change"
    form_class = AnswerForm
    template_name = "cms/privacy/request.html"
    page_title = gettext_lazy("Request about data")
    header_icon = "lock"
    index_url_name = copy_url_name = ""

    def get_base_object_queryset(self) -> QuerySet[PrivacyRequest]:
        """Find those of this member of staff's customers."""
        rows: QuerySet[PrivacyRequest] = super().get_base_object_queryset()
        return rows.filter(of_staff(self.request.user, "account__shop")).defer("copy")

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        """Do it once, and say what that did."""
        given = form.cleaned_data
        if not _waits(self.object):
            return self._too_late()
        if given["decision"] == ERASE:
            return self._erase(form)
        return self._decline(given["answer"].strip())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose data it is about, what they were told, and where their copy is."""
        asked, told = self.object, told_of(self.object)
        found = {
            "request_": asked,
            "people": list(asked.customers.select_related("shop").order_by("pk")),
            "waits": _waits(asked),
            "told": told,
            "untold_because": reason_of(told) if told is not None else "",
            "copy_url": self._copy_url(),
        }
        return {**super().get_context_data(**kwargs), **found}

    def get_page_subtitle(self) -> str:
        """Name who asks."""
        return _who(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = {"url": reverse(self.index_url_name), "label": _("Requests about data")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_subtitle()}]

    def _erase(self, form: AnswerForm) -> HttpResponse:
        try:
            erased = erase_as_asked(self.object, by=actor_of(self.request), now=timezone.now())
        except StillRunning as fault:
            form.add_error("decision", fault.message)
            return self.form_invalid(form)
        if erased is None:
            return self._too_late()
        if erased.because:
            return self._untold(form, erased.address)
        words = _("Their data is erased, and they were told by e-mail. Remember what Stripe keeps.")
        messages.success(self.request, words)
        return redirect(self.index_url_name)

    def _untold(self, form: AnswerForm, address: str) -> HttpResponse:
        """Show it at once: a message for the next page would be kept somewhere, and it names them.

        The page is not to be kept by the browser either.
        """
        self.object.refresh_from_db()
        said = self.get_context_data(form=form, is_untold=True, untold_address=address)
        response = self.render_to_response(said)
        add_never_cache_headers(response)
        return response

    def _decline(self, answer: str) -> HttpResponse:
        if not decline(self.object, answer, by=actor_of(self.request), now=timezone.now()):
            return self._too_late()
        words = _("The customer reads your answer on their page, and in an e-mail.")
        messages.success(self.request, words)
        return redirect(self.index_url_name)

    def _copy_url(self) -> str:
        """Where staff fetch the copy; empty where there is none to hand over."""
        is_there = ready_copies(now=timezone.now()).filter(pk=self.object.pk).exists()
        return reverse(self.copy_url_name, args=[self.object.pk]) if is_there else ""

    def _too_late(self) -> HttpResponse:
        messages.warning(self.request, _("This request was settled already. Nothing was erased."))
        return redirect(self.index_url_name)


class CopyView(PermissionCheckedMixin, BaseObjectMixin, View):
    """Gives a copy to staff, who hand it over; the customer's story tells of it."""

    model = PrivacyRequest
    permission_required = "change"
    edit_url_name = ""
    http_method_names = ["post"]

    def get_base_object_queryset(self) -> QuerySet[PrivacyRequest]:
        """Find those of this member of staff's customers."""
        rows: QuerySet[PrivacyRequest] = super().get_base_object_queryset()
        return rows.filter(of_staff(self.request.user, "account__shop")).defer("copy")

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send the file, or say that it is gone."""
        copy = handed_over(self.object, by=actor_of(request), now=timezone.now())
        if copy is None:
            messages.warning(request, _("This copy is gone. The customer can ask for another."))
            return redirect(self.edit_url_name, self.object.pk)
        return as_file(copy)


def actor_of(request: HttpRequest) -> str:
    """Return who of the staff does it, as the trail of a customer names them."""
    return f"staff:{request.user.pk}"
