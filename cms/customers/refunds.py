"""Giving money back, by staff: how much and why, then what came of it."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.contrib.admin.utils import quote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from billing.actions.errors import ActionError
from billing.actions.operation import Asking
from billing.actions.refund import PERMISSION, RefundReason, refund_order, refundable
from billing.models import Operation, Order, Outcome
from cms.customers.whose import of_staff
from portals import clock
from portals.registry import Portal, all_portals
from themes import formats

SAY = {Outcome.DONE: messages.success, Outcome.REFUSED: messages.error}


def refund_url(url_name: str, order: Order) -> str:
    """Return where money is given back on an order; empty where there is none left to give."""
    return reverse(url_name, args=(quote(order.pk),)) if refundable(order) else ""


class RefundForm(forms.Form):
    """How much, in the order's currency, and why."""

    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.DecimalField(label=gettext_lazy("Amount"), min_value=Decimal("0.001"))
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=RefundReason.choices)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.digits = get_currency_precision(order.currency)
        amount = self.fields["amount"]
        coin = str(Decimal(1).scaleb(-self.digits))
        amount.widget.attrs |= {"step": coin, "min": coin}
        left = formats.money(refundable(order), order.currency)
        amount.help_text = _("%(left)s can be given back, in %(currency)s.") % {
            "left": left,
            "currency": order.currency,
        }

    def clean_amount(self) -> int:
        """Return minor units; refuse more than is left, and parts of the smallest coin."""
        given = self.cleaned_data["amount"].scaleb(self.digits)
        if given != given.to_integral_value():
            raise forms.ValidationError(_("Give no more digits than the currency has."))
        if given > refundable(self.order):
            raise forms.ValidationError(_("This is more than was paid and not yet given back."))
        return int(given)


class RefundView(WagtailAdminTemplateMixin, FormView[RefundForm]):
    """Asks how much and why; gives it back once, however often the button is pressed."""

    form_class = RefundForm
    template_name = "cms/customers/refund.html"
    page_title = gettext_lazy("Give money back")
    header_icon = "redirect"
    index_url_name = inspect_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever may not, and an order with nothing left to give back."""
        if not request.user.has_perm(PERMISSION):
            raise Http404
        if refundable(self.order) <= 0:
            messages.warning(request, _("There is nothing left to give back on this order."))
            return redirect(self.customer_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def order(self) -> Order:
        """The order, which is somebody's."""
        orders = Order.objects.filter(of_staff(self.request.user), customer__isnull=False)
        return get_object_or_404(orders.select_related("customer"), pk=self.kwargs["pk"])

    @property
    def customer_url(self) -> str:
        """The page of whose order it is."""
        return reverse(self.inspect_url_name, args=(quote(self.order.customer_id or 0),))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with all that is left, under an id of this form's own."""
        digits = get_currency_precision(self.order.currency)
        initial = {
            "operation_id": uuid.uuid4(),
            "amount": Decimal(refundable(self.order)).scaleb(-digits),
        }
        return {**super().get_form_kwargs(), "order": self.order, "initial": initial}

    def form_valid(self, form: RefundForm) -> HttpResponse:
        """Give it back, and say what came of it."""
        given = form.cleaned_data
        actor = f"staff:{self.request.user.pk}"
        asking = Asking(self._portal(), actor, clock.now(), given["operation_id"])
        try:
            operation = refund_order(
                self.order, asking, amount=given["amount"], reason=given["reason"]
            )
        except ActionError as fault:
            messages.error(self.request, fault.message)
        else:
            self._say(operation)
        return redirect(self.customer_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which order it is."""
        return {**super().get_context_data(**kwargs), "order": self.order}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the customer."""
        listed = {"url": reverse(self.index_url_name), "label": _("Customers")}
        customer = {"url": self.customer_url, "label": str(self.order.customer)}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, listed, customer, here]

    def get_page_subtitle(self) -> str:
        """Name the order."""
        return _("order %(number)s") % {"number": self.order.number}

    def _say(self, operation: Operation) -> None:
        say = SAY.get(Outcome(operation.outcome), messages.warning)
        say(self.request, operation.message)

    def _portal(self) -> Portal:
        """One of the shop's portals: whichever, its shop is what counts."""
        found = [one for one in all_portals() if one.shop_id == self.order.shop_id]
        if not found:
            raise Http404("No portal of this shop.")
        return found[0]
