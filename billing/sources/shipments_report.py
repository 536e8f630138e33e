"""What an import of parcels tells: each fault by its line, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.sources.faults import Refusal, at_line
from billing.sources.shipments import Came, ShipmentOutcome, ShipmentRecord

MOST_FAULTS = 20
_PROBLEMS = {
    Came.UNKNOWN: gettext_lazy("This shop has no order “%(number)s”."),
    Came.AMBIGUOUS: gettext_lazy(
        "Several orders of this shop are called “%(number)s”. Say in a column order_external_id "
        "which one is meant."
    ),
}


@dataclass(slots=True)
class ShipmentsReport:
    """Follows one import. One bad row refuses the file, unless bad rows are skipped."""

    dry_run: bool
    skip_bad_rows: bool
    counts: Counter[Came] = field(default_factory=Counter)
    refused: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file may be kept."""
        return bool(self.refused) and not self.skip_bad_rows

    def records(self, read: Iterable[ShipmentRecord | Refusal]) -> Iterator[ShipmentRecord]:
        """Pass on what can be read, and note the rest."""
        for item in read:
            if isinstance(item, Refusal):
                self._refuse(str(item))
            else:
                yield item

    def add(self, outcomes: Iterable[ShipmentOutcome]) -> None:
        """Note what became of some records."""
        for one in outcomes:
            if one.came in _PROBLEMS:
                order = one.record.order
                named = order.number or order.external_id
                message = str(_PROBLEMS[one.came]) % {"number": named}
                self._refuse(at_line(one.record.line, message))
            else:
                self.counts[one.came] += 1

    def lines(self) -> Iterator[str]:
        """What is to be told, fault by fault, and the totals."""
        yield from self.faults
        more = self.refused - len(self.faults)
        if more:
            yield _("And %(n)d more.") % {"n": more}
        counts = {
            "new": self.counts[Came.CREATED],
            "changed": self.counts[Came.UPDATED],
            "unchanged": self.counts[Came.UNCHANGED] + self.counts[Came.STALE],
            "refused": self.refused,
        }
        yield (
            _("%(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused.")
            % counts
        )
        if self.dry_run:
            yield _("Dry run: nothing was written.")
        elif self.is_refused:
            yield _("Nothing was imported. Leave bad rows out with --skip-bad-rows.")

    def _refuse(self, fault: str) -> None:
        self.refused += 1
        if len(self.faults) < MOST_FAULTS or self.dry_run:
            self.faults.append(fault)
