"""What lies ahead and is told of by the clock: renewals, ends of trials, ends of pauses.

Each is noted once a date. A run looks at one day, so many days ahead as the portal says; one that
did not happen is made up for by the next, within that day. Memory is bounded: 500 subscriptions
at a time, in the order of their dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from billing.models import Card, Notice, NoticeKind, Subscription, SubscriptionState
from billing.notices import facts
from billing.notices.outbox import note_all
from billing.notices.writers import Writers
from portals.models import NoticeSettings
from portals.registry import all_portals

WINDOW = timedelta(days=1)
AT_ONCE = 500
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Ahead:
    """A kind of date: whose it is, where it stands, and the setting that says how long before."""

    kind: NoticeKind
    state: SubscriptionState
    date: str
    days: str


KINDS = (
    Ahead(NoticeKind.RENEWAL_AHEAD, SubscriptionState.ACTIVE, "current_period_end", "renewal_days"),
    Ahead(NoticeKind.TRIAL_ENDING, SubscriptionState.TRIALING, "trial_ends_at", "trial_days"),
    Ahead(NoticeKind.PAUSE_ENDING, SubscriptionState.PAUSED, "resumes_at", "pause_days"),
    Ahead(NoticeKind.PAUSE_ENDING, SubscriptionState.PAUSED, "planned_return__at", "pause_days"),
)


def note_what_is_ahead(*, now: datetime, made_at: datetime) -> None:
    """Note every date that is near enough at `now`. `made_at` is the real time, also in a demo."""
    for shop_id in sorted({portal.shop_id for portal in all_portals()}):
        writers = Writers(shop_id)
        for ahead in KINDS:
            for days in sorted({getattr(one.settings, ahead.days) for one in writers.all}):
                _note_day(ahead, shop_id, days, writers=writers, now=now, made_at=made_at)


def _note_day(
    ahead: Ahead, shop_id: int, days: int, *, writers: Writers, now: datetime, made_at: datetime
) -> None:
    until = now + timedelta(days=days)
    dates = {f"{ahead.date}__gt": until - WINDOW, f"{ahead.date}__lte": until}
    rows = Subscription.objects.filter(shop_id=shop_id, state=ahead.state, **dates)
    rows = rows.filter(customer__deleted_at=None).exclude(customer__email="")
    for batch in _batches(rows.annotate(due=F(ahead.date))):
        told = [one for one in batch if _is_told(ahead, one, days, writers)]
        cards = _cards_of(told)
        note_all(_notice(ahead, one, cards, made_at=made_at) for one in told)


def _is_told(ahead: Ahead, row: Any, days: int, writers: Writers) -> bool:
    writer = writers.of(facts.products_of(row.items))
    if writer is None or getattr(writer.settings, ahead.days) != days:
        return False
    is_long = ahead.kind != NoticeKind.RENEWAL_AHEAD or _is_long_enough(row, writer.settings)
    return is_long and writer.settings.sends(ahead.kind)


def _is_long_enough(row: Subscription, settings: NoticeSettings) -> bool:
    return DAYS.get(row.interval, 1) * row.interval_count >= settings.renewal_from_days


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Each batch by a query of its own: SQLite refuses to write while a read is half done."""
    rows = rows.order_by("due", "pk")
    batch = list(rows[:AT_ONCE])
    while batch:
        yield batch
        last = batch[-1]
        later = Q(due__gt=last.due) | Q(due=last.due, pk__gt=last.pk)
        batch = list(rows.filter(later)[:AT_ONCE])


def _cards_of(rows: list[Any]) -> dict[tuple[int, str], Card]:
    """Cards by customer and id; the default one under an empty id."""
    found = Card.objects.filter(customer_id__in={row.customer_id for row in rows})
    cards = {(card.customer_id, card.external_id): card for card in found}
    return cards | {(card.customer_id, ""): card for card in cards.values() if card.is_default}


def _notice(
    ahead: Ahead, row: Any, cards: dict[tuple[int, str], Card], *, made_at: datetime
) -> Notice:
    card = cards.get((row.customer_id, row.card_external_id)) or cards.get((row.customer_id, ""))
    return Notice(
        customer_id=row.customer_id,
        kind=ahead.kind,
        about=f"{row.external_id} {row.due:%Y-%m-%d}",
        facts={**facts.of_subscription(row, card), "due": row.due.isoformat()},
        made_at=made_at,
    )
