"""The story of a customer: what they and others did, what came of it, in order of time.

An operation is one chapter, from being asked for to what came of it, with every step at Stripe.
Orders, money given back and e-mails are chapters of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.models import AuditEntry, Notice, Order, OrderRefund, SubscriptionState
from cms.customers.naming import Names, names_of
from cms.customers.words import ACTIONS, BECAME, FIELDS, KINDS, OTHER, TONES
from themes import formats

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One moment within a chapter. `request_id` is Stripe's name for the request."""

    at: datetime
    text: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was different before."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One thing that happened. `told` is what the customer was told of it."""

    at: datetime
    title: str
    tone: str
    icon: str
    told: str = ""
    lines: tuple[Line, ...] = ()
    differences: tuple[Difference, ...] = ()
    operation_id: str = ""


def story_of(customer: Customer, *, limit: int = MOST) -> list[Chapter]:
    """Return the latest chapters, the newest first, by a handful of queries."""
    entries = list(AuditEntry.objects.filter(customer=customer).order_by("-at", "-id")[: limit * 4])
    entries.reverse()
    chapters = [
        *_operations(entries, names_of(customer, entries)),
        *_orders(customer, limit),
        *_refunds(customer, limit),
        *_notices(customer, limit),
    ]
    return sorted(chapters, key=lambda chapter: chapter.at, reverse=True)[:limit]


def _operations(entries: Sequence[AuditEntry], names: Names) -> Iterator[Chapter]:
    together: dict[Any, list[AuditEntry]] = {}
    for entry in entries:
        together.setdefault(entry.operation_id or f"entry {entry.pk}", []).append(entry)
    for group in together.values():
        yield _chapter(group, names)


def _chapter(group: Sequence[AuditEntry], names: Names) -> Chapter:
    first, last = group[0], group[-1]
    outcome = last.kind if last.kind in TONES else "pending"
    return Chapter(
        at=first.at,
        title=title_of(first, outcome, names),
        tone=TONES[outcome],
        icon="rotate" if first.actor == "stripe" else "user",
        told=last.message,
        lines=tuple(_line(entry) for entry in group),
        differences=tuple(_differences(first.before, last.after)),
        operation_id=str(first.operation_id or ""),
    )


def title_of(entry: AuditEntry, outcome: str, names: Names) -> str:
    """Return the sentence for an entry that came to this outcome."""
    sentences = ACTIONS.get(entry.action, OTHER)
    sentence = sentences.done if outcome in {"done", "changed"} else sentences.wanted
    if outcome == "changed" and "state" in entry.after:
        sentence = BECAME
    return str(sentence) % {
        "who": names.who(entry.actor),
        "what": names.what(entry.target),
        "action": entry.action,
        "state": _state(entry.after.get("state")),
    }


def _state(value: object) -> str:
    """Return the word for a subscription's state, what is none as it is."""
    known = dict(SubscriptionState.choices)
    return str(known.get(str(value), value))


def _line(entry: AuditEntry) -> Line:
    text = str(KINDS.get(entry.kind, entry.kind))
    return Line(entry.at, f"{text}: {entry.step}" if entry.step else text, entry.stripe_request_id)


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name, label in FIELDS.items():
        is_bare = name == "amount" and isinstance(after.get(name), int)  # of which money?
        if name in after and after[name] != before.get(name) and not is_bare:
            yield Difference(str(label), _shown(name, before.get(name)), _shown(name, after[name]))


def _shown(name: str, value: object) -> str:
    if name == "state" and value:
        return _state(value)
    if value in (None, "", [], {}):
        return _("nothing")
    if isinstance(value, dict):
        return formats.money(value["minor"], value["currency"])
    if isinstance(value, list):
        return ", ".join(_shown("", one) for one in value)
    text = str(value)
    return text[:16].replace("T", " ") if "T" in text and text[:4].isdecimal() else text


def _orders(customer: Customer, limit: int) -> Iterator[Chapter]:
    for order in Order.objects.filter(customer=customer).order_by("-placed_at")[:limit]:
        words = {
            "number": order.number,
            "amount": formats.money(order.total, order.currency),
            "state": order.get_payment_state_display(),
        }
        title = _("Order %(number)s for %(amount)s: %(state)s") % words
        yield Chapter(order.placed_at, title, "info", "clipboard-list")


def _refunds(customer: Customer, limit: int) -> Iterator[Chapter]:
    rows = OrderRefund.objects.filter(order__customer=customer).select_related("order")
    for refund in rows.order_by("-created_at")[:limit]:
        words = {
            "amount": formats.money(refund.amount, refund.order.currency),
            "number": refund.order.number,
            "state": refund.status,
        }
        title = _("%(amount)s given back on order %(number)s: %(state)s") % words
        yield Chapter(refund.created_at, title, "info", "redirect")


def _notices(customer: Customer, limit: int) -> Iterator[Chapter]:
    for notice in Notice.objects.filter(customer=customer).order_by("-made_at")[:limit]:
        words = {"kind": notice.get_kind_display(), "state": notice.get_state_display()}
        title = _("E-mail “%(kind)s”: %(state)s") % words
        yield Chapter(notice.made_at, title, "info", "mail", told=notice.because)
