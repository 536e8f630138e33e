"""Notes of staff about a customer: written, and taken away by whoever wrote them."""

from __future__ import annotations

from typing import cast

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from accounts.models import Customer, CustomerNote, StaffUser
from cms.customers.whose import of_staff
from portals import clock

PERMISSION = "accounts.add_customernote"
LONGEST = 4000


class NotesView(View):
    """Keeps one more note; `take` names one to be taken away."""

    http_method_names = ["post"]
    inspect_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, and say what came of it."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        staff = cast("StaffUser", request.user)
        customers = Customer.objects.filter(of_staff(staff), deleted_at=None, erased_at=None)
        customer = get_object_or_404(customers, pk=pk)
        if "take" in request.POST:
            self._take(request, customer, staff)
        else:
            self._add(request, customer, staff)
        return redirect(self.inspect_url_name, quote(customer.pk))

    def _add(self, request: HttpRequest, customer: Customer, staff: StaffUser) -> None:
        text = request.POST.get("note", "").replace("\x00", "").strip()
        if not text or len(text) > LONGEST:
            words = _("Write a note of up to %(most)d letters.") % {"most": LONGEST}
            messages.error(request, words)
            return
        CustomerNote.objects.create(customer=customer, author=staff, text=text, at=clock.now())
        messages.success(request, _("The note is kept."))

    def _take(self, request: HttpRequest, customer: Customer, staff: StaffUser) -> None:
        wanted = request.POST["take"]
        own = CustomerNote.objects.filter(customer=customer, author=staff)
        if wanted.isdecimal() and len(wanted) < 19 and own.filter(pk=int(wanted)).delete()[0]:
            messages.success(request, _("The note is gone."))
        else:
            messages.error(request, _("Only whoever wrote a note can take it away."))
