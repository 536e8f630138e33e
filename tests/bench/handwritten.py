"""The floor: the same page written by hand, for one shop, as plain Django.

A session, the customer, their orders with lines and parcels, the subscription and the card: seven
queries, one template, nothing a merchant could change.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from accounts.models import Customer
from tests.bench.peers.data import data_of

CUSTOMER = "customer"
QUERIES = 7


def portal(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """Show the signed-in customer everything they have."""
    key: int = request.session.get(CUSTOMER, 0)
    customer = Customer.objects.select_related("account").filter(pk=key).first()
    if customer is None or customer.account is None or not customer.account.is_active:
        return HttpResponseRedirect("/sign-in/")
    return render(request, "bench/handwritten.html", data_of(customer))
