"""The list of shared addresses, and the question whose one of them is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.models import Customer, StaffUser
from billing.matching import NotACandidate, candidates, decide, waiting_orders
from billing.models import SharedAddress
from cms.customers.shop_time import InShopTime
from cms.customers.whose import of_staff

SEEN = ["view", "change"]
NOBODY = "nobody"


def _is_open(case: SharedAddress) -> bool:
    return case.decided_at is None


def _status(case: SharedAddress) -> str:
    if _is_open(case):
        return _("To be decided")
    return str(case.customer) if case.customer is not None else _("Left apart")


class CaseListView(generic.IndexView):
    """All cases: the open ones first."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Shared addresses")
    columns_ = (
        StatusTagColumn(
            "status", label=gettext_lazy("Whose it is"), accessor=_status, primary=_is_open
        ),
        Column("shop", label=gettext_lazy("Shop"), width="20%"),
        DateColumn("opened_at", label=gettext_lazy("Since"), width="15%"),
    )

    @cached_property
    def columns(self) -> list[Column]:
        """The address first: it leads to the question."""
        return [self._get_title_column("email", width="35%"), *self.columns_]

    def get_base_queryset(self) -> QuerySet[SharedAddress]:
        """Read what the columns show with the rows."""
        rows: QuerySet[SharedAddress] = super().get_base_queryset()
        return rows.filter(of_staff(self.request.user)).select_related("shop", "customer")


class DecisionForm(forms.Form):
    """One of the customers who have the address, or nobody."""

    customer = forms.ChoiceField(label=gettext_lazy("Whose are they?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [(key, _described(one)) for key, one in self.people.items()]
        field = self.fields["customer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = [*choices, (NOBODY, _("Nobody's: leave them apart"))]

    @property
    def chosen(self) -> Customer | None:
        """Who was chosen; None for nobody."""
        return self.people.get(self.cleaned_data["customer"])


class DecisionView(
    InShopTime,
    PermissionCheckedMixin,
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
    FormView[DecisionForm],
):
    """Shows the customers and the orders that wait, and asks whose they are."""

    model = SharedAddress
    permission_required = "change"
    form_class = DecisionForm
    template_name = "cms/shared_addresses/decision.html"
    page_title = gettext_lazy("Shared address")
    header_icon = "group"
    index_url_name = ""

    def get_base_object_queryset(self) -> QuerySet[SharedAddress]:
        """Find those of this member of staff's shops."""
        rows: QuerySet[SharedAddress] = super().get_base_object_queryset()
        return rows.filter(of_staff(self.request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer who has the address now, with what they bought."""
        bought = Count("orders", filter=Q(orders__payment_state__in=["paid", "refunded"]))
        people = candidates(self.object).annotate(bought=bought)
        return {**super().get_form_kwargs(), "people": list(people)}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide, and say what that did."""
        staff = self.request.user
        assert isinstance(staff, StaffUser)  # noqa: S101  (nobody else is in the editor)
        try:
            given = decide(self.object, customer=form.chosen, by=staff, now=timezone.now())
        except NotACandidate as fault:
            messages.error(self.request, fault.message)
            return redirect(self.request.path)
        messages.success(self.request, self._said(form.chosen, given))
        return redirect(self.index_url_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the orders that wait."""
        orders = waiting_orders(self.object)
        return {**super().get_context_data(**kwargs), "case": self.object, "orders": orders[:50]}

    def get_page_subtitle(self) -> str:
        """Name the address."""
        return str(self.object.email)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = {"url": reverse(self.index_url_name), "label": _("Shared addresses")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_subtitle()}]

    @staticmethod
    def _said(customer: Customer | None, given: int) -> str:
        if customer is None:
            return _("The orders stay apart.")
        words = {"given": given, "name": customer}
        one = "%(given)d order is now %(name)s's, and so will later ones be."
        many = "%(given)d orders are now %(name)s's, and so will later ones be."
        return ngettext(one, many, given) % words


def _described(customer: Customer) -> str:
    words = {
        "name": customer,
        "source": customer.source,
        "id": customer.external_id,
        "orders": getattr(customer, "bought", 0),
    }
    return _("%(name)s, from %(source)s (%(id)s), paid orders: %(orders)d") % words
