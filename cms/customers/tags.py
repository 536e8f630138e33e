"""The words a customer is sorted by, given and taken by staff."""

from __future__ import annotations

from typing import cast

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from accounts.models import Customer, StaffUser
from billing.tags import TagRefused, set_tags
from cms.customers.whose import of_staff
from portals import clock

PERMISSION = "accounts.change_customer"


class TagsView(View):
    """Keeps the tags of one customer as they were written, with commas between them."""

    http_method_names = ["post"]
    inspect_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set them, and say what came of it."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        staff = cast("StaffUser", request.user)
        customers = Customer.objects.filter(of_staff(staff), deleted_at=None, erased_at=None)
        customer = get_object_or_404(customers, pk=pk)
        words = request.POST.get("tags", "").split(",")
        try:
            changed = set_tags(customer, words, actor=f"staff:{staff.pk}", now=clock.now())
        except TagRefused as refusal:
            messages.error(request, refusal.message)
        else:
            said = _("The tags are kept.") if changed else _("The tags were so already.")
            messages.success(request, said)
        return redirect(self.inspect_url_name, quote(customer.pk))
