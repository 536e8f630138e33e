"""Batches of rows: each row is checked by itself, so that one bad row spoils no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from billing.api.faults import FieldFault, faults_of

MOST_ROWS = 500
"""In one request."""

Status = Literal["created", "updated", "unchanged", "stale", "error"]


@dataclass(frozen=True, slots=True)
class Unfit:
    """A row that cannot be read. `external_id` is what it calls itself, if anything."""

    external_id: str | None
    faults: list[FieldFault]


@dataclass(frozen=True, slots=True)
class EachAlone:
    """Annotates the rows of a list: one that `model` refuses becomes an `Unfit`."""

    model: type[BaseModel]
    name: str = "external_id"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic. To whoever reads the schema a row is what `model` says."""
        rows = handler.generate_schema(self.model)
        return core_schema.no_info_wrap_validator_function(self._kept, rows)

    def _kept(self, value: Any, check: Any) -> Any:
        try:
            return check(value)
        except ValidationError as error:
            named = value.get(self.name) if isinstance(value, dict) else None
            called = named[:128] if isinstance(named, str) else None
            return Unfit(called, faults_of(error, self.model))


class RowAnswer(BaseModel):
    """What became of one row."""

    index: int = Field(description="Its place in the request; the first is 0.")
    external_id: str | None = Field(description="What the row calls itself, if anything.")
    status: Status = Field(
        description="`unchanged`: it is here already. `stale`: something newer is here."
    )
    order: str | None = Field(default=None, description="The number of the order.")
    errors: list[FieldFault] = Field(default=[], description="What is wrong with the row.")


class Counts(BaseModel):
    """How many rows came to what."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    stale: int = 0
    error: int = 0


class BatchAnswer(BaseModel):
    """What became of a batch."""

    results: list[RowAnswer] = Field(description="One a row, in the order of the request.")
    counts: Counts


def unfit(index: int, row: Unfit) -> RowAnswer:
    """Answer a row that cannot be read."""
    return RowAnswer(index=index, external_id=row.external_id, status="error", errors=row.faults)


def refused(index: int, external_id: str | None, fault: FieldFault) -> RowAnswer:
    """Answer a row that can be read and yet not be taken."""
    return RowAnswer(index=index, external_id=external_id, status="error", errors=[fault])


def twice(field: str, index: int) -> FieldFault:
    """Say that a row stands in the batch already."""
    message = _("This stands in the same request already, at index %(index)d.")
    hint = _("Send it once in a request: the newest.")
    return FieldFault(field=field, message=message % {"index": index}, hint=hint)


def answer(rows: Iterable[RowAnswer]) -> BatchAnswer:
    """Put the rows' answers in order and count them."""
    results = sorted(rows, key=lambda row: row.index)
    counts = Counts.model_validate(Counter(row.status for row in results))
    return BatchAnswer(results=results, counts=counts)
