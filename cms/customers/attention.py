"""What somebody at the support desk should know of a customer before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Customer, PrivacyRequest
from accounts.privacy import Kind, State
from billing.actions.operation import OPEN
from billing.bills import bills_of
from billing.leaving_figures import UNDER_WAY, with_ends
from billing.models import Leaving, Operation, Outcome, Subscription
from cms.customers.chapters import title_of
from cms.customers.naming import names_of
from themes import formats

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing, with how pressing it is: `critical`, `warning` or `info`."""

    tone: str
    text: str


def attention_of(
    customer: Customer, subscriptions: list[Subscription], *, now: datetime
) -> list[Point]:
    """Return what presses, the most pressing first. Five queries at most."""
    return [
        *_owed(customer),
        *_open(customer),
        *_leaving(subscriptions, now),
        *_requests(customer),
        *_erased(customer),
    ]


def _owed(customer: Customer) -> Iterator[Point]:
    for bill in bills_of([customer.pk]):
        order = bill.order
        words = {
            "amount": formats.money(order.total, order.currency),
            "number": order.number,
            "state": order.get_payment_state_display(),
        }
        yield Point("critical", _("%(amount)s to be paid, order %(number)s: %(state)s") % words)


def _open(customer: Customer) -> Iterator[Point]:
    rows = Operation.objects.filter(customer=customer, outcome__in=[*OPEN, Outcome.WAITING])
    for operation in rows.order_by("created_at")[:10]:
        entry = operation.entries.order_by("at", "id").first()
        if entry is None:
            continue
        title = title_of(entry, operation.outcome, names_of(customer, [entry]))
        is_waiting = operation.outcome == Outcome.WAITING
        how = _("their bank wants them to confirm it") if is_waiting else _("Stripe is being asked")
        yield Point("warning", f"{title}: {how}")


def _leaving(subscriptions: list[Subscription], now: datetime) -> Iterator[Point]:
    pks = [one.pk for one in subscriptions]
    lately = Leaving.objects.filter(subscription__in=pks, began_at__gt=now - LATELY)
    tries: Any = with_ends(lately, now=now)  # with a name that the model does not have
    rows = tries.filter(ended__in=["", UNDER_WAY]).select_related("subscription")
    for one in rows.order_by("-began_at")[:3]:
        yield Point("warning", _("Thought of cancelling %(what)s") % {"what": one.subscription})


def _requests(customer: Customer) -> Iterator[Point]:
    asked = PrivacyRequest.objects.filter(customers=customer, kind=Kind.ERASE, state=State.ASKED)
    if asked.exists():
        yield Point("warning", _("Asked to have their data erased, and waits for an answer"))


def _erased(customer: Customer) -> Iterator[Point]:
    if customer.erased_at is not None:
        date = {"date": formats.short_date(customer.erased_at.date())}
        yield Point("info", _("Had their data erased on %(date)s") % date)
    elif customer.deleted_at is not None:
        date = {"date": formats.short_date(customer.deleted_at.date())}
        yield Point("info", _("Was deleted at Stripe on %(date)s") % date)
