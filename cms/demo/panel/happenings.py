"""The latest things that happened to anybody, for whoever watches the demo's clock run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.models import AuditEntry, Notice, Order
from cms.customers.chapters import title_of
from cms.customers.naming import names_of
from themes import formats

MOST = 30
TOLD = ("changed", "done", "refused", "unknown", "waiting")
TONES = {"failed": "error", "past_due": "error", "paid": "success", "refused": "error"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing: when we learned of it, when it was, to whom, and whether it was good."""

    learned_at: datetime
    at: datetime
    customer: Customer
    text: str
    icon: str
    tone: str = "info"


def latest() -> list[Happening]:
    """Return the latest happenings, what we learned last first."""
    found = [*_orders(), *_changes(), *_notices()]
    return list(islice(sorted(found, key=lambda one: one.learned_at, reverse=True), MOST))


def _orders() -> Iterator[Happening]:
    rows = Order.objects.filter(
        customer__isnull=False, source="stripe", total__gt=0
    ).select_related("customer")
    for order in rows.order_by("-seen_at")[:MOST]:
        words = {
            "amount": formats.money(order.total, order.currency),
            "state": order.get_payment_state_display(),
        }
        text = _("Charge of %(amount)s: %(state)s") % words
        tone = TONES.get(order.payment_state, "info")
        yield Happening(
            order.seen_at, order.placed_at, _of(order.customer), text, "clipboard-list", tone
        )


def _changes() -> Iterator[Happening]:
    rows = AuditEntry.objects.filter(kind__in=TOLD).select_related("customer")
    for entry in rows.order_by("-id")[:MOST]:
        names = names_of(entry.customer, [entry])
        text = title_of(entry, entry.kind, names)
        tone = TONES.get(str(entry.after.get("state") or entry.kind), "info")
        yield Happening(entry.at, entry.at, entry.customer, text, "rotate", tone)


def _notices() -> Iterator[Happening]:
    rows = Notice.objects.select_related("customer").order_by("-id")
    for notice in rows[:MOST]:
        text = _("E-mail: %(kind)s") % {"kind": notice.get_kind_display()}
        yield Happening(notice.made_at, notice.made_at, notice.customer, text, "mail")


def _of(customer: Customer | None) -> Customer:
    assert customer is not None  # noqa: S101  (filtered above)
    return customer
