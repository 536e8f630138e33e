"""How the tries to cancel came out, as they stand by now: for the report and the proofs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When

from billing.actions.operation import OPEN
from billing.leaving import FRESH, OFFER, REASON, came_to, last_step
from billing.models import Leaving, Outcome, SubscriptionState

TAKEN_BACK, UNDER_WAY = "taken_back", "under_way"
"""What a try can have come to besides `Leaving.End`: neither is written, both are seen."""
_RUNNING = frozenset(
    {
        SubscriptionState.TRIALING,
        SubscriptionState.ACTIVE,
        SubscriptionState.PAST_DUE,
        SubscriptionState.PAUSED,
        SubscriptionState.INCOMPLETE,
    }
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the tries of one portal came out, most first.

    `saved_by` is by the choice of the offer's button, `reasons` by the words they were given in:
    of a reason whose words have changed, the latest. `kept` are also those who cancelled and took
    it back, wherever they did.
    """

    begun: int = 0
    cancelled: int = 0
    kept: int = 0
    saved: int = 0
    under_way: int = 0
    saved_by: list[tuple[str, int]] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)

    @property
    def left_off(self) -> int:
        """How many came to nothing: nobody pressed a last button, for a day."""
        return self.begun - self.cancelled - self.kept - self.saved - self.under_way


def with_ends(rows: QuerySet[Leaving], *, now: datetime) -> QuerySet[Leaving]:
    """Return tries with how each `ended` as it stands now; empty: it was left off.

    A cancellation that was taken back elsewhere, such as at Stripe or by support, is seen by the
    subscription: it runs, or another try with it has begun since.
    """
    later = Leaving.objects.filter(
        subscription=OuterRef("subscription"), began_at__gt=OuterRef("began_at")
    )
    runs = Q(subscription__state__in=_RUNNING)
    is_open = Q(operation__outcome__in=(*OPEN, Outcome.WAITING))
    ended = Case(
        When(Q(written=Leaving.End.CANCELLED) & (runs | Exists(later)), then=Value(TAKEN_BACK)),
        When(Q(written="") & (is_open | Q(began_at__gt=now - FRESH)), then=Value(UNDER_WAY)),
        default=F("written"),
    )
    found: QuerySet[Leaving] = rows.annotate(written=came_to()).annotate(ended=ended)
    return found


def leavings_of_portal(host: str, *, since: datetime, now: datetime) -> QuerySet[Leaving]:
    """Return the tries of a portal, the latest first.

    Each has how it `ended`, the last `offer` that was pressed, and the `reason_words` given.
    """
    found = _of_portal(host, since=since, now=now).annotate(
        offer=last_step(OFFER, "choice"), reason_words=last_step(REASON, "said")
    )
    rows: QuerySet[Leaving] = found.select_related("customer", "subscription", "operation")
    return rows.order_by("-began_at", "-pk")


def figures_of(host: str, *, since: datetime, now: datetime) -> Figures:
    """Return how the tries of a portal came out since then, by three queries."""
    rows: Any = _of_portal(host, since=since, now=now)  # with names that no model has
    ends = _counted(rows, "ended")
    saved = rows.filter(ended=Leaving.End.SAVED).annotate(offer=last_step(OFFER, "choice"))
    return Figures(
        begun=sum(ends.values()),
        cancelled=ends[Leaving.End.CANCELLED],
        kept=ends[Leaving.End.KEPT] + ends[TAKEN_BACK],
        saved=ends[Leaving.End.SAVED],
        under_way=ends[UNDER_WAY],
        saved_by=_counted(saved, "offer").most_common(),
        reasons=_reasons(rows),
    )


def _of_portal(host: str, *, since: datetime, now: datetime) -> QuerySet[Leaving]:
    return with_ends(Leaving.objects.filter(host=host, began_at__gte=since), now=now)


def _counted(rows: QuerySet[Leaving], name: str) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list(name).annotate(Count("pk"))))


def _reasons(rows: QuerySet[Leaving]) -> list[tuple[str, int]]:
    """By their short names: the words of one may change, and differ from page to page."""
    told = rows.exclude(reason="").annotate(words=last_step(REASON, "said")).order_by()
    counted = told.values_list("reason", "words").annotate(Count("pk"), last=Max("began_at"))
    counts, words = Counter[str](), dict[str, str]()
    for key, said, count, _last in counted.order_by("last"):
        counts[key] += count
        words[key] = said or key
    return [(words[key], count) for key, count in counts.most_common()]
