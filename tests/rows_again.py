"""Writes the rows of a world as they were written the first time, in a tenth of the time it takes.

Ids stay; moments keep their distance from the time that is asked for. Where other rows stand than
the first time, the world is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

Values = list[tuple[Any, ...]]
# Facts hold moments in JSON, as whole seconds since 1970.
IN_JSON = re.compile(r"(?<=[: ])1\d{9}(?=[,}])")


@dataclass(frozen=True, slots=True)
class Table:
    """What stood in a table before and after."""

    name: str
    columns: tuple[str, ...]
    before: Values
    after: Values

    def write(self, by: timedelta, seconds: int) -> None:
        """Write what stood there after, with all moments moved."""
        quote = connection.ops.quote_name
        into = f"{quote(self.name)} ({', '.join(map(quote, self.columns))})"
        places = ", ".join(["%s"] * len(self.columns))
        rows = [[_moved(value, by, seconds) for value in row] for row in self.after]
        with connection.cursor() as cursor:
            if self.before:
                cursor.execute(f"DELETE FROM {quote(self.name)}")
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)


_known: dict[Any, tuple[datetime, list[Table]]] = {}


def written_again(key: Any, make: Callable[[], Any], *, now: datetime, moves: bool = True) -> bool:
    """Have the rows that `make` makes; say whether it was spared making them.

    `key` is all that they depend on, but for `now`. Their moments stay where `moves` is false.
    """
    # Of what the clock fills in the distance stays as well. A flush gives types other ids.
    hours = round((timezone.now() - now) / timedelta(hours=1))
    key = (key, hours, ContentType.objects.get_for_model(Page).pk)
    at, tables = _known.get(key, (now, []))
    if tables and _stand_as_before(tables):
        to = now if moves else at
        with transaction.atomic():  # keys between tables are looked at when all is there
            for table in tables:
                table.write(to - at, int(to.timestamp()) - int(at.timestamp()))
        return True
    before = _all_rows()
    make()
    _known[key] = now, list(_changes(before))
    return False


def _changes(before: dict[str, Values]) -> Iterable[Table]:
    for name, after in _all_rows().items():
        if after != before.get(name, []):
            yield Table(name, _columns(name), before.get(name, []), after)


def _stand_as_before(tables: list[Table]) -> bool:
    counts = counts_of(table.name for table in tables)
    return all(
        counts[table.name] == len(table.before)
        and (not table.before or rows_of(table.name) == table.before)
        for table in tables
    )


def _all_rows() -> dict[str, Values]:
    counts = counts_of(connection.introspection.django_table_names())
    return {table: rows_of(table) for table, count in counts.items() if count}


def counts_of(tables: Iterable[str]) -> dict[str, int]:
    """How many rows each of the tables has."""
    quote = connection.ops.quote_name
    each = (f"SELECT '{table}', COUNT(*) FROM {quote(table)}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def rows_of(table: str) -> Values:
    """All rows of a table, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return cursor.fetchall()


def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 1")
        return tuple(column[0] for column in cursor.description)


def _moved(value: Any, by: timedelta, seconds: int) -> Any:
    if isinstance(value, datetime):
        return value + (by if value.microsecond else timedelta(seconds=seconds))
    if isinstance(value, str) and value.startswith("["):
        return IN_JSON.sub(lambda found: str(int(found[0]) + seconds), value)
    return value
