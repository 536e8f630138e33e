"""The settings a condition can have: how each is read, checked, told to the editor, and written.

A reader takes what stands in the stored rule and returns what the condition holds: hashable, and
equal for equal settings. It raises ValueError for anything else. `schema` is JSON Schema; `control`
names the input that the rule builder shows (`access_rules/static/access_rules/builder/`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_CHOSEN = 200
"""How many products, tags or countries one condition may name."""
MOST_DAYS = 36_500
MOST_ID = 2**63 - 1
# What a database cannot hold, or an input of one line: halves of a character, zeros, line ends.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting. `initial` is what the builder begins with; `unit` stands behind the input."""

    label: StrOrPromise
    read: Callable[[object], Any]
    schema: Mapping[str, Any]
    control: str
    initial: Any = None
    unit: StrOrPromise = ""
    choices: Callable[[], list[tuple[str, StrOrPromise]]] = field(default=list)

    def told(self) -> dict[str, Any]:
        """Return what the builder needs, as JSON can say it."""
        choices = [{"value": value, "label": str(label)} for value, label in self.choices()]
        return {
            "label": str(self.label),
            "control": self.control,
            "initial": self.initial,
            "unit": str(self.unit),
            "choices": choices,
            **{key: self.schema[key] for key in ("minimum", "maximum") if key in self.schema},
        }


def parameter(made: Parameter) -> dict[str, Parameter]:
    """Return the metadata of a dataclass field."""
    return {"parameter": made}


def one_of(
    choices: type[StrEnum], label: StrOrPromise, names: Mapping[Any, StrOrPromise] | None = None
) -> dict[str, Parameter]:
    """One of a few fixed choices. `names` are their words, by member."""

    def read(value: object) -> StrEnum:
        if type(value) is not str:
            raise ValueError("not one of the choices")
        return choices(value)

    values = [one.value for one in choices]
    shown: dict[Any, StrOrPromise] = dict(names or {one: one.value for one in choices})
    return parameter(
        Parameter(
            label,
            read,
            {"type": "string", "enum": values},
            "choice",
            values[0],
            choices=lambda: [(one.value, shown[one]) for one in choices],
        )
    )


def some_of(
    choices: Callable[[], list[tuple[str, StrOrPromise]]], label: StrOrPromise
) -> dict[str, Parameter]:
    """Any of a few fixed choices, one at least: a frozenset of their values."""

    def read(value: object) -> frozenset[str]:
        return frozenset(_list_of(str, value, allowed={key for key, _label in choices()}))

    values = [key for key, _label in choices()]
    schema = _array({"type": "string", "enum": values})
    return parameter(Parameter(label, read, schema, "choices", [], choices=choices))


def whole(
    label: StrOrPromise,
    least: int = 0,
    most: int = 1_000_000,
    *,
    unit: StrOrPromise = "",
    initial: int | None = None,
) -> dict[str, Parameter]:
    """A whole number within bounds, both included."""

    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError("not a whole number within the bounds")
        return value

    schema = {"type": "integer", "minimum": least, "maximum": most}
    begin = least if initial is None else initial
    return parameter(Parameter(label, read, schema, "number", begin, unit))


def days(label: StrOrPromise, least: int = 1, *, initial: int = 30) -> dict[str, Parameter]:
    """A number of days."""
    return whole(label, least, MOST_DAYS, unit=_("days"), initial=initial)


def money(label: StrOrPromise) -> dict[str, Parameter]:
    """An amount in minor units of the currency in the condition's setting `currency`."""
    read: Parameter = whole(label, 0, 10**15)["parameter"]
    return parameter(Parameter(label, read.read, read.schema, "money", 10_000))


def currency(label: StrOrPromise) -> dict[str, Parameter]:
    """A currency by its ISO 4217 code, in capitals."""

    def read(value: object) -> str:
        if type(value) is not str or not re.fullmatch("[A-Z]{3}", value):
            raise ValueError("not a currency")
        return value

    schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
    return parameter(Parameter(label, read, schema, "currency", "EUR"))


def ids_of(kind: str, label: StrOrPromise) -> dict[str, Parameter]:
    """Some of the shop's `products`, `prices` or `clubs`: a frozenset of our ids."""

    def read(value: object) -> frozenset[int]:
        found = _list_of(int, value)
        if not all(0 < one <= MOST_ID for one in found):
            raise ValueError("not an id")
        return frozenset(found)

    schema = _array({"type": "integer", "minimum": 1})
    return parameter(Parameter(label, read, schema, kind, []))


def club_or_here(label: StrOrPromise) -> dict[str, Parameter]:
    """A club by our id; None: whatever counts in the portal that is looked at."""

    def read(value: object) -> int | None:
        if value is not None and (type(value) is not int or not 0 < value <= MOST_ID):
            raise ValueError("not a club")
        return value

    return parameter(Parameter(label, read, {"type": ["integer", "null"], "minimum": 1}, "club"))


def words(label: StrOrPromise, *, longest: int = 60, control: str = "tags") -> dict[str, Parameter]:
    """Some short texts, one at least: a frozenset."""

    def read(value: object) -> frozenset[str]:
        found = _list_of(str, value)
        if not all(one and _is_line(one, longest) for one in found):
            raise ValueError("empty, or too long")
        return frozenset(found)

    schema = _array({"type": "string", "minLength": 1, "maxLength": longest})
    return parameter(Parameter(label, read, schema, control, []))


def codes(
    label: StrOrPromise, is_code: Callable[[str], bool], *, control: str
) -> dict[str, Parameter]:
    """Some codes that `is_code` knows, one at least: a frozenset."""

    def read(value: object) -> frozenset[str]:
        found = _list_of(str, value)
        if not all(is_code(one) for one in found):
            raise ValueError("not a code")
        return frozenset(found)

    return parameter(Parameter(label, read, _array({"type": "string"}), control, []))


def text(
    label: StrOrPromise,
    *,
    longest: int = 80,
    may_be_empty: bool = False,
    control: str = "text",
) -> dict[str, Parameter]:
    """One line of text, without spaces around it."""

    def read(value: object) -> str:
        if type(value) is not str or not _is_line(value, longest):
            raise ValueError("not a short text")
        if not value and not may_be_empty:
            raise ValueError("empty")
        return value

    least = 0 if may_be_empty else 1
    schema = {"type": "string", "minLength": least, "maxLength": longest}
    return parameter(Parameter(label, read, schema, control, ""))


def day_or_open(label: StrOrPromise) -> dict[str, Parameter]:
    """A day in ISO 8601, between the years 1970 and 9998; None leaves that end open."""

    def read(value: object) -> date | None:
        if value is None:
            return None
        if type(value) is not str or len(value) != 10:
            raise ValueError("not a day")
        found = date.fromisoformat(value)
        if found.isoformat() != value or not 1970 <= found.year <= 9998:
            raise ValueError("out of range, or written in another way")
        return found

    return parameter(Parameter(label, read, {"type": ["string", "null"], "format": "date"}, "date"))


def named_rule(label: StrOrPromise) -> dict[str, Parameter]:
    """A named rule by its id."""

    def read(value: object) -> UUID:
        if type(value) is not str or len(value) != 36:
            raise ValueError("not a rule's id")
        return UUID(value)

    return parameter(Parameter(label, read, {"type": "string", "format": "uuid"}, "named_rule"))


def plain(value: Any) -> Any:
    """Return a setting as JSON can say it, the same for equal settings."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _is_line(text: str, longest: int) -> bool:
    return len(text) <= longest and text == text.strip() and not _UNWRITABLE.search(text)


def _array(items: Mapping[str, Any]) -> dict[str, Any]:
    bounds = {"minItems": 1, "maxItems": MOST_CHOSEN, "uniqueItems": True}
    return {"type": "array", "items": dict(items), **bounds}


def _list_of(kind: type, value: object, allowed: set[str] | None = None) -> list[Any]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CHOSEN:
        raise ValueError("not a list of one or more")
    if not all(type(one) is kind for one in value) or len(set(value)) != len(value):
        raise ValueError("of another kind, or twice")
    if allowed is not None and not allowed.issuperset(value):
        raise ValueError("not one of the choices")
    return value
