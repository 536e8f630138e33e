"""The list of e-mails, one of them, and sending one again that failed."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from billing.models import Notice
from billing.notices.outbox import try_again
from billing.notices.writers import Writer, writer_at
from cms.customers.whose import of_staff
from cms.notices.mail import html_of, letter_of, spoken_by
from cms.notices.reasons import reason_of
from portals import clock
from portals.registry import all_portals, portal_of

SEEN = ["view", "change"]
LABELS = {
    "kind": gettext_lazy("E-mail"),
    "customer": gettext_lazy("Customer"),
    "state": gettext_lazy("State"),
    "because": gettext_lazy("Why not"),
    "made_at": gettext_lazy("Noted"),
    "sent_at": gettext_lazy("Sent"),
    "attempts": gettext_lazy("Tries"),
    "next_try_at": gettext_lazy("Next try"),
    "portal_host": gettext_lazy("Portal"),
    "about": gettext_lazy("About"),
}
"""What is shown of an e-mail, in this order."""


def _of(request: HttpRequest) -> Q:
    return of_staff(request.user, "customer__shop")


def _is_failed(notice: Notice) -> bool:
    return notice.state == Notice.State.FAILED


class NoticeListView(generic.IndexView):
    """All e-mails, the newest first."""

    any_permission_required = SEEN
    page_title = gettext_lazy("E-mails")
    kinds_url_name = ""
    columns_ = (
        Column("customer", label=LABELS["customer"], accessor="customer.email", width="22%"),
        StatusTagColumn(
            "state",
            label=LABELS["state"],
            accessor="get_state_display",
            primary=_is_failed,
            width="12%",
        ),
        Column("because", label=LABELS["because"], accessor=reason_of),
        DateColumn("made_at", label=LABELS["made_at"], sort_key="made_at", width="12%"),
    )

    def get_base_queryset(self) -> QuerySet[Notice]:
        """Fetch customers with them."""
        found: QuerySet[Notice] = super().get_base_queryset()
        return found.filter(_of(self.request)).select_related("customer")

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of an e-mail: what, to whom, and what became of it."""
        title = self._get_title_column("kind", accessor="get_kind_display", width="20%")
        return [title, *self.columns_]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to what each kind looks like."""
        url = reverse(self.kinds_url_name)
        return [HeaderButton(_("See what they say"), url=url, icon_name="view")]


class NoticeView(generic.InspectView):
    """One e-mail."""

    any_permission_required = SEEN
    template_name = "cms/notices/notice.html"
    page_title = gettext_lazy("E-mail")
    fields = list(LABELS)
    try_again_url_name = notice_frame_url_name = ""
    header_buttons: list[HeaderButton] = []
    header_more_buttons: list[HeaderButton] = []

    def get_object(self, queryset: QuerySet[Notice] | None = None) -> Notice:
        """Return it, if its customer is this member of staff's to see."""
        rows = Notice.objects.all() if queryset is None else queryset
        return get_object_or_404(rows, _of(self.request), pk=self.pk)

    def get_page_subtitle(self) -> str:
        """Name the kind and the customer."""
        return f"{self.object.get_kind_display()}, {self.object.customer.email}"

    @property
    def try_again_url(self) -> str:
        """Where it is sent again; empty where it has not failed, or this person may not."""
        is_mendable = _is_failed(self.object) and not self.object.customer.is_gone
        if not (is_mendable and self.user_has_permission("change")):
            return ""
        return reverse(self.try_again_url_name, args=(quote(self.object.pk),))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the e-mail itself is."""
        frame = reverse(self.notice_frame_url_name, args=(quote(self.object.pk),))
        return {**super().get_context_data(**kwargs), "frame_url": frame}

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Leave out what there is nothing to say about."""
        fields = super().get_fields_context()
        return [field for field in fields if field["value"] not in {None, ""}]

    def get_field_label(self, field_name: str, field: object) -> str:
        """Say in words what a field is."""
        return str(LABELS[field_name])

    def get_field_display_value(self, field_name: str, field: object) -> Any:
        """Say in words why it was not sent."""
        if field_name == "because":
            return reason_of(self.object)
        return super().get_field_display_value(field_name, field)


class _OneNotice(PermissionCheckedMixin, BaseObjectMixin, View):
    model = Notice

    def get_base_object_queryset(self) -> QuerySet[Notice]:
        """Find those of this member of staff's customers."""
        rows: QuerySet[Notice] = super().get_base_object_queryset()
        return rows.filter(_of(self.request))


def writer_shown(notice: Notice) -> Writer | None:
    """Return the portal that wrote a notice; for one not sent, the shop's first."""
    here = portal_of(notice.portal_host) if notice.portal_host else None
    of_shop = (one for one in all_portals() if one.shop_id == notice.customer.shop_id)
    here = here or next(of_shop, None)
    return writer_at(here) if here is not None else None


class NoticeFrameView(_OneNotice):
    """One e-mail as its customer sees it."""

    any_permission_required = SEEN

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Draw it."""
        notice: Notice = self.object
        writer = writer_shown(notice)
        if writer is None:
            return HttpResponse(_("No portal of the shop is left to write it."))
        if notice.customer.erased_at is not None:
            return HttpResponse(_("What it said was erased with the customer's data."))
        with spoken_by(writer):
            letter = letter_of(notice.kind, notice.facts, writer, now=clock.now())
            return HttpResponse(html_of(letter, writer, to=notice.customer.email))


class TryAgainView(_OneNotice):
    """Has the worker begin anew with one e-mail that failed."""

    permission_required = "change"
    inspect_url_name = ""
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseRedirect:
        """Hand it to the worker."""
        if try_again(self.object.pk, now=timezone.now()):
            messages.success(request, _("The e-mail is being sent again."))
        else:
            messages.warning(request, _("This e-mail has not failed, or is being sent again."))
        return redirect(self.inspect_url_name, quote(self.object.pk))
