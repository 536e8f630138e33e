"""How one file is to be read, and the TOML file that says so.

Keys are checked against what is known here: a key with a slip of the pen would otherwise be left
out in silence. To add a key: a field of `Mapping`, its row in `_TABLES`, the how-to's table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.models import FulfilmentState, PaymentState
from billing.sources import mapping_values as checks
from billing.sources.amounts import AmountStyle, currency_code
from billing.sources.columns import ATTRIBUTE, ORDERS, FileKind, attribute_of
from billing.sources.faults import SourceRefusedError, UnreadableError
from billing.sources.templates import COUNTERS, Template, template, unknown_names
from billing.sources.words import normal

FORMATS = ("delimited", "whitespace", "fixed")


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What the mapping file says. Empty `columns`: recognised by their names in the header."""

    kind: FileKind = ORDERS
    source: str = "csv"
    format: str = "delimited"
    delimiter: str | None = None
    widths: tuple[int, ...] = ()
    header: bool = True
    encoding: str | None = None
    columns: Table[str, str | int] = field(default_factory=dict)
    values: Table[str, str] = field(default_factory=dict)
    templates: Table[str, Template] = field(default_factory=dict)
    date: str | None = None
    time_zone: ZoneInfo | None = None
    amounts: AmountStyle = field(default_factory=AmountStyle)
    payment_states: Table[str, str] = field(default_factory=dict)
    fulfilment_states: Table[str, str] = field(default_factory=dict)


def read_mapping(path: Path, kind: FileKind = ORDERS) -> FileMapping:
    """Read and check a mapping file. Raise `SourceRefusedError` with what to correct in it."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _Reader(document, kind).mapping()
    except FileNotFoundError:
        problem = _("There is no such file.")
    except (OSError, UnicodeDecodeError):
        problem = _("This is not a text file in UTF-8.")
    except tomllib.TOMLDecodeError as error:
        problem = _("This is not TOML: %(error)s.") % {"error": error}
    except UnreadableError as error:
        problem = str(error)
    message = _("The mapping file %(path)s: %(problem)s") % {"path": path, "problem": problem}
    raise SourceRefusedError(message, code="mapping")


class _Reader:
    """Takes a TOML document apart, one table at a time."""

    def __init__(self, document: dict[str, Any], kind: FileKind) -> None:
        checks.only_known(document, ("file", "columns", "values", "formats", *_STATES), "")
        self.document = document
        self.kind = kind
        self.file = self._table("file", _FILE)
        self.formats = self._table("formats", _FORMATS)
        self.columns = self._table("columns", dict.fromkeys(self._fields(), checks.column))
        self.values = self._table("values", dict.fromkeys(kind.values, checks.text))

    def mapping(self) -> FileMapping:
        """Put the checked pieces together."""
        self._check_file()
        self._check_values()
        return FileMapping(
            kind=self.kind,
            **{"source": self.kind.source, **self.file},
            columns=self.columns,
            values=self.values,
            templates=self._templates(),
            date=self.formats.get("date"),
            time_zone=self.formats.get("time_zone"),
            amounts=AmountStyle(self.formats.get("decimal"), self.formats.get("amounts", False)),
            payment_states=self._states("payment_states"),
            fulfilment_states=self._states("fulfilment_states"),
        )

    def _fields(self) -> list[str]:
        """Return the fields a column may be named for, those of the merchant's own among them."""
        columns = self.document.get("columns")
        if not self.kind.has_attributes or not isinstance(columns, dict):
            return [*self.kind.fields]
        own = columns.pop("attribute", None)  # TOML reads attribute.plan as a table of its own
        if isinstance(own, dict):
            columns.update({f"{ATTRIBUTE}{name}": column for name, column in own.items()})
        return [*self.kind.fields, *(name for name in columns if attribute_of(name) == name)]

    def _table(self, name: str, readers: Table[str, Callable[[Any], Any]]) -> dict[str, Any]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            raise UnreadableError(_("[%(name)s] must be a table.") % {"name": name})
        checks.only_known(table, tuple(readers), name)
        return {key: _read(readers[key], value, f"{name}.{key}") for key, value in table.items()}

    def _check_file(self) -> None:
        kind = self.file.get("format", "delimited")
        self.file.setdefault("header", kind == "delimited")
        if (kind == "fixed") != ("widths" in self.file):
            raise UnreadableError(_('"widths" belongs to format = "fixed", which needs it.'))
        if "delimiter" in self.file and kind != "delimited":
            raise UnreadableError(_('"delimiter" belongs to format = "delimited".'))
        named = [name for name, column in self.columns.items() if isinstance(column, str)]
        if named and not self.file["header"]:
            raise UnreadableError(
                _(
                    "columns.%(name)s is a name, but the file has no header: give its position "
                    "(1 is the first)."
                )
                % {"name": named[0]}
            )
        if not self.columns and not self.file["header"]:
            raise UnreadableError(_("A file without a header needs [columns] with positions."))

    def _check_values(self) -> None:
        if "currency" in self.values:
            self.values["currency"] = _read(currency_code, self.values["currency"], "currency")
        for name, states in (
            ("payment_state", PaymentState),
            ("fulfilment_state", FulfilmentState),
            ("status", FulfilmentState),
        ):
            if name in self.values:
                checks.one_of(self.values[name], states.values, f"values.{name}")
        if "number" in self.values and "number" in self.columns:
            raise UnreadableError(
                _("The number comes from columns.number or values.number, not both.")
            )
        if self.columns:
            require(self.columns, self.values, self.kind)

    def _templates(self) -> dict[str, Template]:
        known = (*(self.columns or self.kind.fields), *COUNTERS)
        return {
            name: _template(name, self.values[name], known)
            for name in self.kind.templates
            if name in self.values
        }

    def _states(self, name: str) -> dict[str, str]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            raise UnreadableError(_("[%(name)s] must be a table.") % {"name": name})
        for state in table.values():
            checks.one_of(state, _STATES[name], name)
        return {normal(word): state for word, state in table.items()}


def require(columns: Collection[str], values: Collection[str], kind: FileKind) -> None:
    """Raise `UnreadableError` naming what a row cannot do without and neither of these gives."""
    missing = kind.missing(columns, values)
    if missing:
        raise UnreadableError(
            _(
                "No column for: %(missing)s. Name them under [columns], or what to use in their "
                "place under [values]."
            )
            % {"missing": ", ".join(missing)}
        )


def _template(name: str, text: str, known: Collection[str]) -> Template:
    try:
        read = template(text)
    except ValueError as error:
        raise UnreadableError(
            _(
                "values.%(name)s: “%(text)s” is no template (%(error)s). Write names in "
                "braces: {customer}."
            )
            % {"name": name, "text": text, "error": error}
        ) from None
    for unknown in unknown_names(read, known):
        raise UnreadableError(
            checks.unknown_word(f"{{{unknown}}}", unknown, known, f"values.{name}")
        )
    return read


def _read(reader: Callable[[Any], Any], value: Any, where: str) -> Any:
    try:
        return reader(value)
    except UnreadableError as error:
        raise UnreadableError(f"{where}: {error}") from None


_FILE: dict[str, Callable[[Any], Any]] = {
    "source": checks.source,
    "format": lambda value: checks.one_of(value, FORMATS),
    "delimiter": checks.delimiter,
    "widths": checks.widths,
    "header": checks.truth,
    "encoding": checks.encoding,
}
_FORMATS: dict[str, Callable[[Any], Any]] = {
    "date": checks.text,
    "time_zone": checks.zone,
    "decimal": lambda value: checks.one_of(value, (".", ",")),
    "amounts": lambda value: checks.one_of(value, ("major", "minor")) == "minor",
}
_STATES: dict[str, Collection[str]] = {
    "payment_states": PaymentState.values,
    "fulfilment_states": FulfilmentState.values,
}
