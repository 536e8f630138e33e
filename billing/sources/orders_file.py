"""Reads a file of orders as a stream: one record an order, one refusal where it is not right.

Nothing is kept but the rows of one order, and an index on disk of the numbers seen: a file of a
million lines needs no more memory than one of a thousand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.sources.csv_file import Row, rows
from billing.sources.faults import Refusal, SourceRefusedError, UnreadableError
from billing.sources.layout import Layout, layout
from billing.sources.mapping import FileMapping
from billing.sources.records import OrderLineRecord, OrderRecord
from billing.sources.rows import RowReader, counters_of
from billing.sources.totals import totals_of

MOST_LINES = 5_000
"""Of one order. More means that the number is read from a column that is no order number."""

Read = OrderRecord | Refusal


def orders_in(file: BinaryIO, mapping: FileMapping, *, zone: ZoneInfo) -> Iterator[Read]:
    """Yield each order of the file, or why it cannot be taken over.

    `zone` is that of times without one. Raise `SourceRefusedError` for a fault of the whole file.
    """
    table = rows(file, mapping)
    first = next(table, None)
    if first is None:
        raise SourceRefusedError(_("The file is empty."), code="empty")
    where = layout(mapping, first[1], first[0])
    reader = RowReader(mapping, where, zone)
    found = False
    with _Seen() as seen:
        for item in _groups(table if mapping.header else chain([first], table), reader):
            found = True
            yield item if isinstance(item, Refusal) else _taken(item, reader, seen)
    if not found:
        message = _("The file has a header and nothing below it.")
        raise SourceRefusedError(message, code="no_orders")


@dataclass(slots=True)
class _Group:
    """Rows of one order that stand together."""

    number: str
    counters: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.rows[0][0]


def _groups(table: Iterator[Row], reader: RowReader) -> Iterator[_Group | Refusal]:
    group: _Group | None = None
    for line, cells in table:
        counters = counters_of(line, reader.count(cells))
        fault = shape_fault(cells, reader.layout)
        try:
            number = reader.text(cells, "number", counters)
        except UnreadableError as error:
            yield Refusal(line, "", ((line, str(error)),))
            continue
        if not number and (group is None or not reader.has_lines):
            yield Refusal(line, "", ((line, fault or _no_number(reader)),))
            continue
        # A row without a number may be another line of the order above: half of that order
        # must not be taken over.
        if group is None or number not in ("", group.number):
            if group is not None:
                yield group
            group = _Group(number, counters)
        _add(group, (line, cells), fault or ("" if number else _no_number(reader)))
    if group is not None:
        yield group


def _add(group: _Group, row: Row, fault: str) -> None:
    group.rows.append(row)
    if fault:
        group.faults.append((row[0], fault))
    if len(group.rows) > MOST_LINES:
        message = _(
            "Order %(number)s has more than %(most)d rows. Is its number in the column named?"
        ) % {"number": group.number, "most": MOST_LINES}
        raise SourceRefusedError(message, code="columns", line=group.line)


def _no_number(reader: RowReader) -> str:
    return _("%(column)s is empty: there is no order number.") % {"column": reader.label("number")}


def shape_fault(cells: list[str], where: Layout) -> str:
    """Say that a row has more or fewer columns than the first; "" where it is right."""
    if len(cells) == where.width:
        return ""
    return _(
        "This row has %(n)d columns where the first row has %(width)d. A separator may be missing, "
        "or stand in a text without quotation marks around it."
    ) % {"n": len(cells), "width": where.width}


def _taken(group: _Group, reader: RowReader, seen: _Seen) -> Read:
    before = seen.line_of(group.number, group.line)
    if before:
        reasons = ((group.line, _apart(group, before)),)
        return Refusal(group.line, group.number, reasons, whole_file=True)
    faults = [*group.faults, *(_conflicts(group, reader) if len(group.rows) > 1 else ())]
    if not faults:
        record = _record(group, reader, faults)
        if record is not None:
            return record
    return Refusal(group.line, group.number, tuple(faults))


def _apart(group: _Group, before: int) -> str:
    return _(
        "Order %(number)s already began on line %(line)d. The rows of an order must stand "
        "together, and no two orders can share a number: sort the file by order number."
    ) % {"number": group.number, "line": before}


def _conflicts(group: _Group, reader: RowReader) -> Iterator[tuple[int, str]]:
    first = group.rows[0][1]
    told = {line for line, _fault in group.faults}
    for line, cells in group.rows[1:]:
        if line in told:
            continue
        for name in reader.layout.order_fields:
            said, says = reader.cell(first, name), reader.cell(cells, name)
            if says and says != said:
                values = {"column": reader.label(name), "says": says, "said": said}
                yield (
                    line,
                    _("Order %(number)s began on line %(line)d with another content: ")
                    % {"number": group.number, "line": group.line}
                    + _("%(column)s is “%(says)s” here and “%(said)s” there.") % values,
                )
                break


def _record(group: _Group, reader: RowReader, faults: list[tuple[int, str]]) -> OrderRecord | None:
    try:
        head = reader.order(group.rows, group.counters)
        lines = _lines(group, reader, head["currency"], faults)
        totals = totals_of(
            reader,
            group.rows[0][1],
            lines,
            currency=head["currency"],
            payment_state=head.pop("payment_state"),
        )
    except UnreadableError as error:
        faults.insert(0, (group.line, str(error)))
        return None
    if faults:
        return None
    amounts = {name: getattr(totals, name) for name in totals.__slots__}
    return OrderRecord(**head, **amounts)


def _lines(
    group: _Group, reader: RowReader, currency: str, faults: list[tuple[int, str]]
) -> list[OrderLineRecord]:
    lines = []
    for line, cells in group.rows if reader.has_lines else ():
        try:
            found = reader.line(cells, currency, group.counters)
        except UnreadableError as error:
            faults.append((line, str(error)))
            continue
        if found is not None:
            lines.append(found)
    return lines


class _Seen:
    """Numbers seen in this file and the line of each, in a temporary database on disk."""

    def __enter__(self) -> _Seen:
        # "" is SQLite's name for a file of its own that it deletes when closed.
        self.index = sqlite3.connect("", isolation_level=None)
        self.index.execute("PRAGMA journal_mode = OFF")
        self.index.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, line INT) WITHOUT ROWID")
        self.index.execute("BEGIN")
        return self

    def __exit__(self, *_error: object) -> None:
        self.index.close()

    def line_of(self, number: str, line: int) -> int | None:
        """Return the line where `number` was seen before; None the first time."""
        row = (number, line)
        if self.index.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", row).rowcount:
            return None
        found = self.index.execute("SELECT line FROM seen WHERE number = ?", (number,))
        return int(found.fetchone()[0])
