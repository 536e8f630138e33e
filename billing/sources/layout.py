"""Where in a row each field stands, worked out once a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from billing.sources.columns import ATTRIBUTE, LINE_FIELDS, ORDER_FIELDS, recognised
from billing.sources.csv_file import DELIMITERS
from billing.sources.faults import SourceRefusedError, UnreadableError
from billing.sources.mapping import FileMapping, require
from billing.sources.words import normal


@dataclass(frozen=True, slots=True)
class Layout:
    """Index in the row by field, how many cells a row has, and what the columns are called."""

    positions: Mapping[str, int]
    width: int
    labels: Mapping[str, str]

    @property
    def order_fields(self) -> tuple[str, ...]:
        """The mapped fields that an order has once."""
        known = tuple(name for name in ORDER_FIELDS if name in self.positions)
        return known + self.attributes

    @property
    def attributes(self) -> tuple[str, ...]:
        """The mapped fields that are the merchant's own."""
        return tuple(name for name in self.positions if name.startswith(ATTRIBUTE))

    @property
    def line_fields(self) -> tuple[str, ...]:
        """The mapped fields that each line of an order has."""
        return tuple(name for name in LINE_FIELDS if name in self.positions)


def layout(mapping: FileMapping, first: Sequence[str], line: int) -> Layout:
    """Find the columns in the first row. Raise `SourceRefusedError` where one is missing."""
    columns = mapping.columns or recognised(first, mapping.kind)
    try:
        require(columns, mapping.values, mapping.kind)
        positions = {field: _position(column, first) for field, column in columns.items()}
    except UnreadableError as error:
        message = f"{error} {_columns_of(mapping, first)}"
        raise SourceRefusedError(message, code="columns", line=line) from None
    labels = {
        field: f"“{first[at]}”" if mapping.header else _("column %(n)d") % {"n": at + 1}
        for field, at in positions.items()
    }
    return Layout(positions, len(first), labels)


def _position(column: str | int, first: Sequence[str]) -> int:
    if isinstance(column, int):
        if column <= len(first):
            return column - 1
        raise UnreadableError(_("There is no column %(n)d.") % {"n": column})
    exact = [at for at, name in enumerate(first) if name == column]
    found = exact or [at for at, name in enumerate(first) if normal(name) == normal(column)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnreadableError(
            _("Several columns are called “%(name)s”: give the position.") % {"name": column}
        )
    raise UnreadableError(_("There is no column “%(name)s”.") % {"name": column})


def _columns_of(mapping: FileMapping, first: Sequence[str]) -> str:
    if not mapping.header:
        return _("The first row has %(n)d columns.") % {"n": len(first)}
    names = ", ".join(first)[:300]
    message = _("The columns of this file are: %(names)s.") % {"names": names}
    hidden = next((mark for mark in DELIMITERS if len(first) == 1 and mark in first[0]), None)
    if hidden is None:
        return message
    return f"{message} " + _("Perhaps they are separated by “%(mark)s”.") % {"mark": hidden}
