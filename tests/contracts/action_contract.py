"""What every action promises, whatever it does.

An action's line in `action_cases.py` says how it is asked for; these promises are run on all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from accounts.models import Customer
from billing.models import AuditEntry, Notice, Operation
from tests.secrets_told import SECRET

OURS = ("portals", "accounts", "billing")
TRAIL = (Operation, AuditEntry, Notice)
# When a row was looked at last says nothing of what it tells.
STAMPS = {"fetched_at", "rebuilt_at", "updated_at"}
Rows = dict[type[Model], list[Any]]


@dataclass(frozen=True)
class Fault:
    """One way for Stripe to give no clear answer, or to say no."""

    kind: str
    should_retry: bool | None = None

    def __str__(self) -> str:
        """The name in the list of tests."""
        retried = {None: "", True: " retried", False: " final"}[self.should_retry]
        return self.kind + retried

    @property
    def is_answered(self) -> bool:
        """Whether Stripe gave the request a name that we get to see."""
        return self.kind[0].isdigit() or self.kind == "lock_timeout"


UNCLEAR = [
    Fault("429"),
    Fault("429", should_retry=True),
    Fault("429", should_retry=False),
    Fault("lock_timeout"),
    Fault("409"),
    Fault("500"),
    Fault("503"),
    Fault("lost_response"),
    Fault("down"),
    Fault("malformed"),
    Fault("timeout"),
    Fault("timeout_after"),
]
SAID_NO = [Fault("401"), Fault("403")]


def our_rows() -> Rows:
    """All rows of the product's own tables."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
    ]
    return {model: list(model._default_manager.order_by("pk")) for model in models}


def write_rows(rows: Rows) -> None:
    """Have these rows again, in tables that are empty."""
    for model, found in rows.items():
        model._default_manager.bulk_create(found)


def mirror() -> dict[str, list[dict[str, Any]]]:
    """What we tell of Stripe's things: the rows of customers and of billing, without stamps."""
    with connection.cursor() as cursor:  # the models take ten times as long for this
        return {table: list(_told(cursor, table)) for table in _tables_of_stripe()}


def _told(cursor: Any, table: str) -> Iterator[dict[str, Any]]:
    cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        yield {name: value for name, value in zip(names, row, strict=True) if name not in STAMPS}


@cache
def _tables_of_stripe() -> tuple[str, ...]:
    of_billing = apps.get_app_config("billing").get_models(include_auto_created=True)
    models: list[type[Model]] = [Customer, *(model for model in of_billing if model not in TRAIL)]
    return tuple(model._meta.db_table for model in models)


def claims_nothing(operation: Operation) -> None:
    """What may have happened is neither done nor refused, and the customer is told so."""
    assert (operation.outcome, operation.settled_at) == ("unknown", None)
    assert "we do not know yet whether this went through" in operation.message


def says_that_nothing_changed(operation: Operation) -> None:
    """A no is a no, with words for the customer and a reason for staff."""
    assert (operation.outcome, operation.error_code) == ("refused", "key_refused")
    assert operation.settled_at is not None
    assert operation.message


def is_written_down(operation: Operation, *outcomes: str) -> None:
    """The trail has what was asked for, and each thing that came of it, in this order."""
    entries = list(operation.entries.exclude(kind="step"))
    assert [entry.kind for entry in entries] == ["asked", *outcomes]
    assert all(entry.before == operation.before for entry in entries)
    assert {entry.actor for entry in entries} == {operation.actor}
    assert entries[0].after == operation.params
    assert entries[-1].after == operation.after
    assert entries[-1].message == operation.message


def names_the_request(operation: Operation) -> None:
    """Stripe's name of what settled it is in the trail: at the step that did, or at the end."""
    named = {entry.stripe_request_id for entry in operation.entries.all()} - {""}
    assert named >= {operation.stripe_request_id} - {""}
    assert named
    assert all(name.startswith("req_") for name in named)


def names_the_failed_request(operation: Operation, fault: Fault) -> None:
    """So is the name of a request without a clear answer, where Stripe gave it one."""
    last = operation.entries.get(kind="unknown")
    assert last.stripe_request_id == operation.stripe_request_id
    assert operation.stripe_request_id.startswith("req_") is fault.is_answered


def keeps_no_secret() -> None:
    """Neither the row nor the trail holds what opens anything."""
    for model in TRAIL:
        assert not SECRET.search(repr(list(model.objects.values())))


def tells_the_truth(operation: Operation, *, effects: int) -> None:
    """Done where it has happened, once; refused where it has not."""
    assert effects in (0, 1)
    assert operation.outcome == ("done" if effects else "refused")
    assert operation.settled_at is not None
