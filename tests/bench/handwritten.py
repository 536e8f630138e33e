"""The floor: the same page written by hand, as plain Django.

It shows what the full page shows, in one language, for one shop: a session, the customer, orders
with lines and parcels, subscriptions, cards and clubs. Eight queries, a template with its includes,
nothing a merchant could change, no rules.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts.models import Customer
from tests.bench.peers.data import data_of

CUSTOMER = "customer"
QUERIES = 8


def portal(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Show the signed-in customer everything they have."""
    key: int = request.session.get(CUSTOMER, 0)
    customer = Customer.objects.select_related("account").filter(pk=key).first()
    if customer is None or customer.account is None or not customer.account.is_active:
        return HttpResponseRedirect("/sign-in/")
    return render(request, "bench/handwritten.html", data_of(customer))
