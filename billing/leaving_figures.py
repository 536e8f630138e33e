"""How the tries to cancel of one portal came out: for the report in the editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from billing.leaving import OFFER, REASON, came_to, last_step
from billing.models import Leaving


@dataclass(frozen=True, slots=True)
class Figures:
    """How the tries of one portal came out, most first.

    `saved_by` is by the choice of the offer's button, `reasons` by the words they were given in.
    """

    begun: int = 0
    cancelled: int = 0
    kept: int = 0
    saved: int = 0
    saved_by: list[tuple[str, int]] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)

    @property
    def left_off(self) -> int:
        """How many came to nothing: nobody pressed a last button."""
        return self.begun - self.cancelled - self.kept - self.saved


def leavings_of_portal(host: str, *, since: datetime) -> QuerySet[Leaving]:
    """Return the tries of a portal, the latest first.

    Each has how it `ended`, the last `offer` that was pressed, and the `reason_words` given.
    """
    found = Leaving.objects.filter(host=host, began_at__gte=since).annotate(
        ended=came_to(), offer=last_step(OFFER, "choice"), reason_words=last_step(REASON, "said")
    )
    rows: QuerySet[Leaving] = found.select_related("customer", "subscription", "operation")
    return rows.order_by("-began_at", "-pk")


def figures_of(host: str, *, since: datetime) -> Figures:
    """Return how the tries of a portal came out since then, by three queries."""
    rows = Leaving.objects.filter(host=host, began_at__gte=since).annotate(ended=came_to())
    ends = _counted(rows, "ended")
    told = rows.exclude(reason="").annotate(words=last_step(REASON, "said"))
    saved = rows.filter(ended=Leaving.End.SAVED).annotate(offer=last_step(OFFER, "choice"))
    return Figures(
        begun=sum(ends.values()),
        cancelled=ends[Leaving.End.CANCELLED],
        kept=ends[Leaving.End.KEPT],
        saved=ends[Leaving.End.SAVED],
        saved_by=_counted(saved, "offer").most_common(),
        reasons=_counted(told, "words").most_common(),
    )


def _counted(rows: QuerySet[Leaving], name: str) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list(name).annotate(Count("pk"))))
