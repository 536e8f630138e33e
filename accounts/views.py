"""The doors: signing in, signing out."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.addresses import client_address
from accounts.flows.order_number import METHOD, Claim, NotAdmitted, NotProven, prove
from accounts.flows.sign_in import sign_in, sign_out
from accounts.forms import OrderNumberForm
from accounts.queries import signed_in
from accounts.redirects import safe_next
from accounts.refusals import not_admitted
from accounts.throttle import Throttled
from portals.requests import require_portal


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class SignInView(View):
    """Sign in with e-mail address and order number."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or go on if somebody is signed in already."""
        if signed_in(request):
            return HttpResponseRedirect(safe_next(request) or "/")
        return _form(request, OrderNumberForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in, or say what was wrong."""
        form = OrderNumberForm(request.POST)
        if not form.is_valid():
            return _form(request, form)
        try:
            _sign_in(request, form)
        except Throttled as throttled:
            return _throttled(request, form, throttled)
        except NotProven:
            form.add_error(None, _not_proven())
            return _form(request, form)
        except NotAdmitted:
            return not_admitted(request, form.cleaned_data["email"])
        return HttpResponseRedirect(safe_next(request) or "/")


@method_decorator(never_cache, name="dispatch")
class SignOutView(View):
    """Sign out: by a button only, so that no link or picture elsewhere can do it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask whether to, or say that it is done."""
        return render(request, "accounts/signed_out.html", {"still_in": bool(signed_in(request))})

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session."""
        sign_out(request)
        return HttpResponseRedirect(request.path)


def _sign_in(request: HttpRequest, form: OrderNumberForm) -> None:
    now = timezone.now()
    data = form.cleaned_data
    claim = Claim(data["email"], data["order_number"], client_address(request))
    account, customer = prove(claim, require_portal(request), now=now)
    sign_in(request, account, customer=customer, methods=[METHOD], now=now)


def _form(request: HttpRequest, form: OrderNumberForm, **context: object) -> HttpResponse:
    context = {"form": form, "next": safe_next(request), **context}
    return render(request, "accounts/sign_in.html", context)


def _throttled(request: HttpRequest, form: OrderNumberForm, over: Throttled) -> HttpResponse:
    seconds = max(1, math.ceil((over.until - timezone.now()).total_seconds()))
    response = _form(request, form, retry_after_minutes=math.ceil(seconds / 60))
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def _not_proven() -> str:
    return _(
        "We found no order with this number for this e-mail address. "
        "Check both against the e-mail we sent when you ordered."
    )
