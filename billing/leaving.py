"""What happened between wanting to cancel and having cancelled, or not: written, and read.

One `Leaving` is one try of one customer with one subscription. It goes on for a day, or until it
has come to something; after that another begins. What was shown is kept once a try, however often
the page is loaded, and what was pressed once, however often the button is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from billing.actions.cancel import CANCEL
from billing.mirror.locks import locked
from billing.models import Leaving, LeavingStep, Operation, Outcome, Subscription

SHOWN, REASON, OFFER = "shown", "reason", "offer"
DECLINED, KEPT, CANCELLED = "declined", "kept", "cancel"
FRESH = timedelta(days=1)
JUST = timedelta(hours=1)
_MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of a cancel flow as somebody saw it. `page_revision` is the live version's id."""

    page_id: int
    page_revision: int | None
    block_id: str
    said: str


@dataclass(frozen=True, slots=True)
class Press:
    """One button of a cancel flow. `choice` is what it stood for, such as a reason's key.

    `page_id` is the page that it stands on, 0 where that is not known: copies of a page have the
    ids of its blocks.
    """

    kind: str
    block_id: str = ""
    choice: str = ""
    said: str = ""
    reason: str = ""
    comment: str = ""
    page_id: int = 0


def latest_leaving(subscription_id: int) -> Leaving | None:
    """Return the last try with a subscription, over or not. One query."""
    return _tries(subscription_id).first()


def is_under_way(leaving: Leaving | None, *, now: datetime) -> bool:
    """Whether a try goes on: it is of today, and has not come to anything."""
    return leaving is not None and not end_of(leaving) and leaving.began_at > now - FRESH


def end_of(leaving: Leaving) -> str:
    """Return how a try came out; empty while it has not. What was unknown may be settled since."""
    if leaving.end or leaving.operation is None or leaving.operation.outcome != Outcome.DONE:
        return leaving.end
    return _end_by(leaving.operation)


def is_just_saved(leaving: Leaving | None, block_id: str, *, now: datetime) -> bool:
    """Whether the try has just ended with the offer of this block."""
    if leaving is None or end_of(leaving) != Leaving.End.SAVED:
        return False
    ended = leaving.ended_at or (leaving.operation.settled_at if leaving.operation else None)
    is_here = leaving.__dict__.get("last_block") == block_id  # only `latest_leaving` knows
    return is_here and ended is not None and ended > now - JUST


def note_shown(
    subscription: Subscription, host: str, shown: Sequence[Shown], *, now: datetime
) -> None:
    """Keep what was shown of a flow. What is kept of this try already costs no write.

    Who looks once more at what a try has just ended with begins no other.
    """
    leaving = latest_leaving(subscription.pk)
    if leaving is not None and _is_of(leaving, shown, now=now) and not _unknown(leaving, shown):
        return
    with transaction.atomic():
        leaving = _begun(subscription, host, now=now)
        LeavingStep.objects.bulk_create(
            LeavingStep(
                leaving=leaving,
                at=now,
                kind=SHOWN,
                page_id=one.page_id,
                page_revision=one.page_revision,
                block_id=one.block_id,
                said=one.said[:_MOST_WORDS],
            )
            for one in _unknown(leaving, shown)
        )


def note_pressed(
    subscription: Subscription, host: str, press: Press, *, now: datetime
) -> Leaving | None:
    """Keep what was pressed, and return its try. The same button twice running is kept once.

    None where that try has come to an end by this very button: the press is a double click.
    """
    with transaction.atomic():
        locked(subscription.customer_id)
        latest = latest_leaving(subscription.pk)
        if latest is not None and end_of(latest) and _is_last(latest, press):
            return None
        leaving = _begun(subscription, host, now=now)
        _show_first(leaving, press)
        if press.kind == REASON:
            leaving.reason, leaving.comment = press.reason[:60], press.comment
            leaving.save(update_fields=["reason", "comment"])
        if not _is_last(leaving, press):
            LeavingStep.objects.create(leaving=leaving, at=now, **_where(leaving, press))
    return leaving


def note_undone(subscription: Subscription, press: Press, *, now: datetime) -> None:
    """Keep that somebody took back what their last try came to: then they kept it after all."""
    with transaction.atomic():
        locked(subscription.customer_id)
        leaving = latest_leaving(subscription.pk)
        if leaving is None or end_of(leaving) in {"", Leaving.End.KEPT}:
            return
        LeavingStep.objects.create(leaving=leaving, at=now, **_where(leaving, press))
        end_leaving(leaving, Leaving.End.KEPT, now=now)


def end_leaving(
    leaving: Leaving, end: str, operation: Operation | None = None, *, now: datetime
) -> None:
    """Write how a try came out. With an operation that is not done, it comes out as that does."""
    leaving.operation = operation or leaving.operation
    if operation is None or operation.outcome == Outcome.DONE:
        leaving.end, leaving.ended_at = end, now
    leaving.save(update_fields=["operation", "end", "ended_at"])


def feedback_of(leaving: Leaving | None) -> str:
    """Return which of Stripe's reasons the last one given means; empty where none was given."""
    given = leaving.steps.filter(kind=REASON).order_by("-at", "-id").first() if leaving else None
    return given.choice if given is not None else ""


def offers_taken(customer_ids: Collection[int]) -> frozenset[str]:
    """Return the offers that these customers took in any try, each as its button's choice."""
    saved = Leaving.objects.annotate(ended=came_to(), offer=last_step(OFFER, "choice"))
    taken = saved.filter(customer__in=customer_ids, ended=Leaving.End.SAVED)
    return frozenset(one for one in taken.values_list("offer", flat=True) if one)


def last_step(kind: str, name: str) -> Subquery:
    """What the last step of a kind says, None without one."""
    steps = LeavingStep.objects.filter(leaving=OuterRef("pk"), kind=kind)
    return Subquery(steps.order_by("-at", "-id").values(name)[:1])


def came_to() -> Case:
    """Return, for a query of tries, what `end_of` says of one."""
    done = Q(operation__outcome=Outcome.DONE)
    return Case(
        When(~Q(end=""), then=F("end")),
        When(done & Q(operation__action=CANCEL.name), then=Value(Leaving.End.CANCELLED.value)),
        When(done, then=Value(Leaving.End.SAVED.value)),
        default=Value(""),
    )


def _end_by(operation: Operation) -> str:
    cancels = operation.action == CANCEL.name
    return str(Leaving.End.CANCELLED if cancels else Leaving.End.SAVED)


def _tries(subscription_id: int) -> QuerySet[Leaving]:
    pressed = LeavingStep.objects.filter(leaving=OuterRef("pk")).exclude(kind=SHOWN)
    rows = Leaving.objects.filter(subscription=subscription_id).select_related("operation")
    last = Subquery(pressed.order_by("-at", "-id").values("block_id")[:1])
    return rows.annotate(last_block=last).order_by("-began_at")


def _begun(subscription: Subscription, host: str, *, now: datetime) -> Leaving:
    """The try that is under way, else a new one. Held: two tabs do not begin two."""
    locked(subscription.customer_id)
    latest = latest_leaving(subscription.pk)
    if latest is not None and is_under_way(latest, now=now):
        return latest
    return Leaving.objects.create(
        customer_id=subscription.customer_id, subscription=subscription, host=host, began_at=now
    )


def _is_of(leaving: Leaving, shown: Sequence[Shown], *, now: datetime) -> bool:
    """Whether what is looked at belongs to a try: it goes on, or has just ended by that block."""
    just = leaving.ended_at is not None and leaving.ended_at > now - JUST
    by_it = leaving.__dict__.get("last_block") in {one.block_id for one in shown}
    return (just and by_it) or is_under_way(leaving, now=now)


def _unknown(leaving: Leaving, shown: Sequence[Shown]) -> list[Shown]:
    """What of it is not kept yet."""
    names = ("page_id", "block_id", "page_revision", "said")
    known = set(leaving.steps.filter(kind=SHOWN).values_list(*names))
    return [one for one in shown if _key(one) not in known]


def _key(one: Shown) -> tuple[int, str, int | None, str]:
    return one.page_id, one.block_id, one.page_revision, one.said[:_MOST_WORDS]


def _is_last(leaving: Leaving, press: Press) -> bool:
    last = leaving.steps.exclude(kind=SHOWN).order_by("-at", "-id").first()
    return last is not None and (last.kind, last.block_id, last.choice, last.said) == (
        press.kind,
        press.block_id,
        press.choice[:200],
        press.said[:_MOST_WORDS],
    )


def _show_first(leaving: Leaving, press: Press) -> None:
    """Have a try that begins with a press begin with what was shown before it."""
    if not press.block_id or leaving.steps.exists():
        return
    seen = _shown_before(leaving, press).first()
    if seen is not None:
        seen.pk, seen.leaving, seen._state.adding = None, leaving, True
        seen.save()


def _shown_before(leaving: Leaving, press: Press) -> QuerySet[LeavingStep]:
    steps = LeavingStep.objects.filter(leaving__subscription=leaving.subscription_id, kind=SHOWN)
    page = {"page_id": press.page_id} if press.page_id else {}
    return steps.filter(block_id=press.block_id, **page).order_by("-at", "-id")


def _where(leaving: Leaving, press: Press) -> dict[str, object]:
    """The press, and the page and version on which its block was last shown."""
    shown = _shown_before(leaving, press)
    page = shown.values("page_id", "page_revision").first() if press.block_id else None
    return {
        "kind": press.kind,
        "block_id": press.block_id,
        "said": press.said[:_MOST_WORDS],
        "choice": press.choice[:200],
        "page_id": press.page_id or None,
        **(page or {}),
    }
