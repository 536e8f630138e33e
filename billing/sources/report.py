"""What an import tells: each order and each fault by its line, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Protocol

from django.core.management.base import CommandError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.orders import UpsertResult
from billing.sources.amounts import decimals_of
from billing.sources.faults import Refusal, SourceRefusedError, at_line
from billing.sources.records import OrderRecord

FIRST = 10
"""Orders a dry run shows, so that a column taken for another is seen."""
MOST_FAULTS = 20


class Output(Protocol):
    """Where lines are written to."""

    def write(self, msg: str) -> object: ...


class Report:
    """Follows one import. A refused order refuses the file, unless bad rows are skipped."""

    def __init__(
        self, output: Output, *, dry_run: bool, skip_bad_rows: bool, every_order: bool = False
    ) -> None:
        self.output = output
        self.dry_run = dry_run
        self.skip_bad_rows = skip_bad_rows
        self.every_order = every_order
        self.orders = 0
        self.refused = 0
        self.stops = False
        self.faults: list[str] = []

    def records(self, read: Iterable[OrderRecord | Refusal]) -> Iterator[OrderRecord]:
        """Pass on what can be written. Raise `SourceRefusedError` at the end if nothing may be.

        After the first fault nothing more is passed on, but all lines are looked at.
        """
        for item in read:
            if isinstance(item, Refusal):
                self._refuse(item)
                continue
            self.orders += 1
            if self.every_order or (self.dry_run and self.orders <= FIRST):
                self.output.write(_order(item))
            if self.dry_run or not self.stops:
                yield item
        if self.stops and not self.dry_run:
            raise SourceRefusedError(self._all_faults(), code="rows")

    def end(self, result: UpsertResult, *, seconds: float) -> None:
        """Write the totals. Raise `CommandError` if the import itself would be refused."""
        write = self.output.write
        counts = {
            "new": result.new,
            "changed": result.changed,
            "unchanged": result.unchanged + result.stale,
            "refused": self.refused,
        }
        write(
            _("%(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused.")
            % counts
        )
        if result.without_customer:
            write(_shared(result))
        if self.dry_run:
            write(_("Dry run: nothing was written."))
        else:
            rate = self.orders / max(seconds, 0.001)
            speed = {"orders": self.orders, "seconds": seconds, "rate": rate}
            write(_("%(orders)d orders in %(seconds).1f s: %(rate).0f a second.") % speed)
        if self.stops:
            raise CommandError(_("The file would be refused: correct the lines named above."))

    def _refuse(self, refusal: Refusal) -> None:
        self.refused += 1
        self.stops = self.stops or refusal.whole_file or not self.skip_bad_rows
        if self.dry_run or self.skip_bad_rows:
            self.output.write(str(refusal))
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(str(refusal))

    def _all_faults(self) -> str:
        more = self.refused - len(self.faults)
        count = ngettext("%(n)d order is not right:", "%(n)d orders are not right:", self.refused)
        lines = [count % {"n": self.refused}, *self.faults]
        if more:
            lines.append(_("And %(n)d more: --dry-run names them all.") % {"n": more})
        lines.append(_("Correct them, or leave them out with --skip-bad-rows."))
        return "\n".join(lines)


def _order(record: OrderRecord) -> str:
    amount = Decimal(record.total).scaleb(-decimals_of(record.currency))
    lines = ", ".join(f"{line.quantity} x {line.name}" for line in record.lines)
    what = f"{record.number}  {localtime(record.placed_at):%Y-%m-%d %H:%M}  {record.email}"
    return at_line(record.line, f"{what}  {amount:f} {record.currency}  {lines}".rstrip())


def _shared(result: UpsertResult) -> str:
    return ngettext(
        "%(n)d order belongs to nobody yet: several customers share its address (%(emails)s).",
        "%(n)d orders belong to nobody yet: several customers share their addresses (%(emails)s).",
        result.without_customer,
    ) % {"n": result.without_customer, "emails": ", ".join(result.shared_emails)}
