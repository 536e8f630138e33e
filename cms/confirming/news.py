"""Is there news at Stripe of somebody who would be turned away?

Asked where a portal or a page refuses somebody who is signed in. What a request brings (Stripe's
parameters after a payment, where it came from) is a hint how often to look, and decides nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpRequest

from access_rules.decisions import Decision
from access_rules.decisions import admission as admission_as_known
from accounts.models import Customer
from accounts.queries import SignedIn, signed_in
from billing.after_paying import catch_up_with
from portals import clock
from portals.registry import Portal
from portals.requests import came_from

JUST_SIGNED_IN = timedelta(minutes=5)
FROM_STRIPE = frozenset(
    {"payment_intent", "setup_intent", "session_id", "redirect_status", "finish"}
)
"""Parameters that Stripe, or we, put into the address somebody comes back to."""


def told_anew(request: HttpRequest) -> SignedIn | None:
    """Return who is signed in with what is known of them now; None where there is no news."""
    person = signed_in(request)
    if person is None or request.method not in ("GET", "POST"):
        return None
    now = clock.now()
    just_paid = has_just_paid(request)
    if not just_paid and now - person.since > JUST_SIGNED_IN:
        return None
    if not catch_up_with(person.customers, now=now, has_just_paid=just_paid):
        return None
    ids = person.customer_ids
    rows = Customer.objects.filter(pk__in=ids, deleted_at=None).select_related("facts", "shop")
    fresh = replace(person, customers=tuple(sorted(rows, key=lambda row: ids.index(row.pk))))
    request._signed_in = fresh  # type: ignore[attr-defined]
    return fresh


def has_just_paid(request: HttpRequest) -> bool:
    """Whether the request looks like somebody coming back from paying."""
    if FROM_STRIPE & request.GET.keys():
        return True
    return came_from(request).netloc not in ("", request.get_host())


def admission(portal: Portal, customer: Customer, now: datetime) -> Decision:
    """Return whether a customer who is signing in may come in; looks at Stripe before a refusal."""
    decision = admission_as_known(portal, customer, now)
    if decision.allowed or not catch_up_with([customer], now=now):
        return decision
    fresh = Customer.objects.select_related("facts", "shop").get(pk=customer.pk)
    return admission_as_known(portal, fresh, now)
