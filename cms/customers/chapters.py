"""The chapters of a customer's story, each kind read from its own rows, before a moment.

To tell of another kind of thing: a function that yields chapters, and its line in `story.SOURCES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Consent, Customer, CustomerNote, PrivacyRequest
from billing.models import AuditEntry, Notice, Operation, Order, OrderRefund, SubscriptionState
from cms.customers.naming import STAFF, Names, names_of
from cms.customers.words import (
    ACTIONS,
    BECAME,
    FIELDS,
    KINDS,
    OTHER,
    REFUND_UNDER_WAY,
    REFUNDS,
    TONES,
)
from cms.notices.reasons import reason_of
from themes import formats


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
    """One thing that happened. `told` is what the customer was told of it, or what was written.

    `note` is the note of staff that it is, for whoever may take it away.
    """

    at: datetime
    title: str
    tone: str
    icon: str
    told: str = ""
    lines: tuple[Line, ...] = ()
    differences: tuple[Difference, ...] = ()
    operation_id: str = ""
    note: CustomerNote | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose story, the latest how many of a kind, and before which moment."""

    customer: Customer
    before: datetime
    limit: int


def of_subscriptions(asked: Asked) -> Iterator[Chapter]:
    """What was asked of Stripe and what Stripe did by itself, money aside."""
    return _operations(asked, ~Q(action__in=MONEY), ~Q(action__in=MONEY))


def of_money(asked: Asked) -> Iterator[Chapter]:
    """Purchases, payments and money given back, as they were asked for."""
    return _operations(asked, Q(action__in=MONEY), Q(action__in=MONEY))


def of_staff(asked: Asked) -> Iterator[Chapter]:
    """What staff did."""
    by_staff = Q(actor__startswith=STAFF)
    return _operations(asked, by_staff, by_staff)


def orders(asked: Asked) -> Iterator[Chapter]:
    """Their orders, whatever system they came from."""
    rows = Order.objects.filter(customer=asked.customer, placed_at__lt=asked.before)
    for order in rows.order_by("-placed_at", "-pk")[: asked.limit]:
        words = {
            "number": order.number,
            "amount": formats.money(order.total, order.currency),
            "state": order.get_payment_state_display(),
        }
        title = _("Order %(number)s for %(amount)s: %(state)s") % words
        yield Chapter(order.placed_at, title, "info", "clipboard-list")


def refunds(asked: Asked) -> Iterator[Chapter]:
    """Money given back."""
    rows = OrderRefund.objects.filter(
        order__customer=asked.customer, created_at__lt=asked.before
    ).select_related("order")
    for refund in rows.order_by("-created_at", "-pk")[: asked.limit]:
        words = {
            "amount": formats.money(refund.amount, refund.order.currency),
            "number": refund.order.number,
        }
        title = REFUNDS.get(refund.status, REFUND_UNDER_WAY) % words
        yield Chapter(refund.created_at, title, "info", "redirect")


def emails(asked: Asked) -> Iterator[Chapter]:
    """What they were told by e-mail."""
    rows = Notice.objects.filter(customer=asked.customer, made_at__lt=asked.before)
    for notice in rows.order_by("-made_at", "-pk")[: asked.limit]:
        words = {"kind": notice.get_kind_display(), "state": notice.get_state_display()}
        title = _("E-mail “%(kind)s”: %(state)s") % words
        yield Chapter(notice.made_at, title, "info", "mail", told=reason_of(notice))


def notes(asked: Asked) -> Iterator[Chapter]:
    """What staff wrote down."""
    rows = CustomerNote.objects.filter(customer=asked.customer, at__lt=asked.before)
    for note in rows.select_related("author").order_by("-at", "-pk")[: asked.limit]:
        who = str(note.author) if note.author is not None else _("Someone of the staff")
        title = _("%(who)s wrote a note") % {"who": who}
        yield Chapter(note.at, title, "info", "edit", told=note.text, note=note)


def consents(asked: Asked) -> Iterator[Chapter]:
    """What they agreed to, and what no more."""
    rows = Consent.objects.filter(customer=asked.customer, at__lt=asked.before)
    for one in rows.order_by("-at", "-pk")[: asked.limit]:
        what, _line_end, more = one.words.partition("\n")
        title = _("Agreed: “%(what)s”") if one.granted else _("Said no: “%(what)s”")
        yield Chapter(one.at, title % {"what": what}, "info", "tick", told=more)


def requests(asked: Asked) -> Iterator[Chapter]:
    """What they asked about their data."""
    rows = PrivacyRequest.objects.filter(customers=asked.customer, asked_at__lt=asked.before)
    for one in rows.defer("copy").order_by("-asked_at", "-pk")[: asked.limit]:
        words = {"what": one.get_kind_display(), "state": one.get_state_display()}
        title = _("Asked us about data: %(what)s. %(state)s") % words
        yield Chapter(one.asked_at, title, "info", "lock", told=one.answer)


MONEY = ("buy", "buy_subscription", "buy_again", "pay_invoice", "refund_order")


def _operations(asked: Asked, of_operations: Q, of_entries: Q) -> Iterator[Chapter]:
    """Operations as one chapter each, and entries that belong to none."""
    mine = Operation.objects.filter(of_operations, customer=asked.customer)
    newest = mine.filter(created_at__lt=asked.before).order_by("-created_at", "-pk")[: asked.limit]
    alone = AuditEntry.objects.filter(of_entries, customer=asked.customer, operation=None)
    loose = list(alone.filter(at__lt=asked.before).order_by("-at", "-id")[: asked.limit])
    told = AuditEntry.objects.filter(operation__in=[one.pk for one in newest])
    groups: dict[Any, list[AuditEntry]] = {}
    for entry in [*told.order_by("at", "id"), *loose]:
        groups.setdefault(entry.operation_id or f"entry {entry.pk}", []).append(entry)
    names = names_of(asked.customer, [one for group in groups.values() for one in group])
    for group in groups.values():
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
    if isinstance(value, dict) and "minor" in value:
        return formats.money(value["minor"], value["currency"])
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one)
    if isinstance(value, list):
        return ", ".join(_shown("", one) for one in value)
    text = str(value)
    return text[:16].replace("T", " ") if "T" in text and text[:4].isdecimal() else text
