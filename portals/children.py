"""Gives rows the rows of another table that belong to them, as `prefetch_related` does, faster.

Django makes a queryset for each row that it fills, and the SQL anew each time: for 20 orders with
lines and parcels 2 ms, of which the database has a tenth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet

from portals.prepared import Prepared


class Children:
    """The rows of `model` that belong to others by its foreign key `name`."""

    def __init__(self, model: type[Model], name: str) -> None:
        self._model: Any = model
        self._field: Any = model._meta.get_field(name)
        self._read: Prepared[Any] = Prepared(self._of)

    def give(self, parents: Sequence[Model]) -> None:
        """Have each parent know its own: asking it for all of them asks nothing."""
        known = {parent.pk: parent for parent in parents}
        relation: str = self._field.remote_field.get_accessor_name()
        own: dict[Any, list[Any]] = defaultdict(list)
        for row in self._read.rows(_filled(list(known))):
            key = getattr(row, self._field.attname)
            setattr(row, self._field.name, known[key])
            own[key].append(row)
        for parent in parents:
            cache = parent.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[relation] = self._loaded(parent, own[parent.pk])

    def _of(self, keys: Sequence[int]) -> QuerySet[Any]:
        rows: QuerySet[Any] = QuerySet(model=self._model)
        return rows.filter(**{f"{self._field.name}__in": keys})

    def _loaded(self, parent: Model, rows: list[Any]) -> QuerySet[Any]:
        """Return a set as Django's own prefetching leaves it: it filters when asked for more."""
        loaded: Any = QuerySet(model=self._model)
        loaded._deferred_filter = (False, (), {self._field.name: parent})  # noqa: SLF001
        loaded._result_cache, loaded._prefetch_done = rows, True  # noqa: SLF001
        return loaded  # type: ignore[no-any-return]


def _filled(keys: list[int]) -> list[int]:
    """Repeat the last key up to a power of two, so that there are few kinds of SQL."""
    wanted = 1 << max(len(keys) - 1, 0).bit_length()
    return [*keys, *keys[-1:] * (wanted - len(keys))]
