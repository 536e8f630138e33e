"""Sets in a row, and how both databases are asked about them.

`SetField` holds a set of our ids, or of short words: an array on PostgreSQL, where an index finds
its members, and JSON elsewhere. `HasElement` asks a JSON list of objects whether one of them
passes every test. Both answer without a join, from the row alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import JSONField, Lookup
from django.utils.translation import gettext_lazy as _

POSTGRESQL = "postgresql"
_TYPES: dict[type, str] = {int: "bigint[]", str: "text[]"}


class SetField(models.Field):  # type: ignore[type-arg]
    """A set of ints or of strs, as a frozenset. `holds` says which, in one kind only."""

    description = _("a set")
    empty_strings_allowed = False

    def __init__(self, *args: Any, holds: type[int] | type[str] = int, **kwargs: Any) -> None:
        self.holds = holds
        kwargs.setdefault("default", frozenset)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Name what it holds."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "holds": self.holds}

    def db_type(self, connection: Any) -> str:
        """An array where the database has them."""
        return _TYPES[self.holds] if connection.vendor == POSTGRESQL else "text"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Write in one order: equal sets are equal rows."""
        if value is None:
            return None
        ordered = sorted(self.to_python(value))
        return ordered if connection.vendor == POSTGRESQL else json.dumps(ordered)

    def from_db_value(self, value: Any, *_args: Any) -> frozenset[Any] | None:
        """Read what was written."""
        if value is None:
            return None
        return frozenset(json.loads(value) if isinstance(value, str) else value)

    def to_python(self, value: Any) -> frozenset[Any]:
        """Return the set; raises `ValidationError` for anything else."""
        if isinstance(value, str | bytes) or not isinstance(value, Iterable):
            raise ValidationError(_("Expected a set."))
        found = frozenset(value)
        if not all(type(one) is self.holds for one in found):
            raise ValidationError(_("Expected a set of another kind."))
        return found

    def value_to_string(self, obj: Any) -> str:
        """Return it for a dump."""
        return json.dumps(sorted(self.value_from_object(obj)))


@SetField.register_lookup
class HasAny(Lookup):
    """`products__has_any={3, 5}`: the set has one of these. None of nothing has."""

    lookup_name = "has_any"

    def get_prep_lookup(self) -> list[Any]:
        """Keep one order, so that one question is one statement."""
        return sorted(self.rhs)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        """Hand the values on as they are."""
        return "%s", list(value)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return the question in the words of the database."""
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == POSTGRESQL:
            cast = _TYPES[self.lhs.output_field.holds]
            return f"{column} && %s::{cast}", [*params, list(self.rhs)]
        if not self.rhs:
            return "1 = 0", []
        marks = ", ".join(["%s"] * len(self.rhs))
        sql = f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value IN ({marks}))"  # noqa: S608
        return sql, [*params, *self.rhs]


class SetIndex(GinIndex):
    """Finds the members of sets on PostgreSQL; elsewhere it indexes no row, and costs nothing."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """Return the statement that makes it."""
        if schema_editor.connection.vendor == POSTGRESQL:
            return super().create_sql(model, schema_editor, using=using, **kwargs)
        plain: Any = models.Index.create_sql(self, model, schema_editor, **kwargs)
        plain.parts["condition"] = " WHERE 0"
        plain.parts["extra"] = ""
        return plain


@dataclass(frozen=True, slots=True)
class Test:
    """One thing an element must pass: `key` is the name within the element.

    `is_in`: its value is among `value`. `has_any`: its list shares one with `value`. The others
    compare numbers; where the element has no value, they fail.
    """

    __test__: ClassVar[bool] = False  # no test of ours, for pytest

    key: str
    op: str
    value: Any

    OPS: ClassVar[dict[str, str]] = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

    def __post_init__(self) -> None:
        """Refuse what would become SQL: keys are our own names."""
        if not self.key.isidentifier() or self.op not in {*self.OPS, "is_in", "has_any"}:
            raise ValueError(f"no such test: {self.key} {self.op}")
        if isinstance(self.value, set):  # a Q can be compared and hashed, so what is in it too
            object.__setattr__(self, "value", frozenset(self.value))


@JSONField.register_lookup
class HasElement(Lookup):
    """`subscriptions__has_element=[Test(…), …]`: one object of the list passes every test."""

    lookup_name = "has_element"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        """Hand the tests on as they are."""
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return the question in the words of the database."""
        column, params = self.process_lhs(compiler, connection)
        tests: list[Test] = list(self.rhs)
        if connection.vendor == POSTGRESQL:
            path, values = _as_path(tests)
            return f"jsonb_path_exists({column}, %s::jsonpath, %s::jsonb)", [
                *params,
                path,
                json.dumps(values),
            ]
        asked = [_as_json_each(test) for test in tests]
        where = " AND ".join(sql for sql, _values in asked) or "1"
        sql = f"EXISTS (SELECT 1 FROM json_each({column}) AS element WHERE {where})"  # noqa: S608
        return sql, [*params, *(one for _sql, values in asked for one in values)]


def _as_path(tests: Iterable[Test]) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    parts = [f"({part})" for part in _path_parts(tests, values)]
    return f"$[*] ? ({' && '.join(parts) or '1 == 1'})", values


def _path_parts(tests: Iterable[Test], values: dict[str, Any]) -> Iterator[str]:
    for test in tests:
        if test.op in Test.OPS:
            yield f"@.{test.key} {Test.OPS[test.op]} ${_named(values, test.value)}"
            continue
        found = f"@.{test.key}" + ("[*]" if test.op == "has_any" else "")
        each = [f"{found} == ${_named(values, one)}" for one in sorted(test.value)]
        yield " || ".join(each) or "1 == 0"


def _named(values: dict[str, Any], value: Any) -> str:
    name = f"v{len(values)}"
    values[name] = value
    return name


def _as_json_each(test: Test) -> tuple[str, list[Any]]:
    found = f"json_extract(element.value, '$.{test.key}')"
    if test.op in Test.OPS:
        return f"{found} {Test.OPS[test.op]} %s", [test.value]
    values = sorted(test.value)
    if not values:
        return "0", []
    marks = ", ".join(["%s"] * len(values))
    if test.op == "is_in":
        return f"{found} IN ({marks})", values
    inner = f"json_each(element.value, '$.{test.key}')"
    return f"EXISTS (SELECT 1 FROM {inner} WHERE value IN ({marks}))", values  # noqa: S608
