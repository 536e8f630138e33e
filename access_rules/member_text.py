"""The text under a name in a JSON object, in the words of both databases.

For names that merchants make up. They are values here, never part of a JSON path: in one of those,
`a.b`, `0` or `a"b` mean something else, and could mean anything.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Func, TextField, Value

_SQLITE = "(SELECT value FROM json_each({column}) WHERE key = {name} AND type = 'text')"
_POSTGRESQL = (
    "CASE WHEN jsonb_typeof({column} -> {name}::text) = 'string' THEN {column} ->> {name}::text END"
)


class MemberText(Func):
    """The text that the JSON object in `column` has under `name`; null without one."""

    output_field = TextField()
    arity = 2

    def __init__(self, column: str, name: str) -> None:
        super().__init__(column, Value(name))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Look among the members of the object."""
        (column, given), (name, named) = map(compiler.compile, self.source_expressions)
        return _SQLITE.format(column=column, name=name), [*given, *named]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Take the member where it is a text."""
        (column, given), (name, named) = map(compiler.compile, self.source_expressions)
        return _POSTGRESQL.format(column=column, name=name), [*given, *named] * 2
