"""What takes a change back: the way behind the "Undo" beside what is said of it.

Asked as a change is shown to be done, and once more as Undo is pressed: what has changed since is
not undone. To add a way back, mark a function in the action's own module with `undone_by`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from billing.models import Operation, Outcome
from portals.registry import Portal

FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Inverse:
    """The press that takes a change back: the name of a block's action, and what is posted.

    The block's own switch and the gate are asked as for any other press.
    """

    press: str
    fields: Mapping[str, str]


Way = Callable[[Operation, Portal], Inverse | None]
_WAYS: dict[str, Way] = {}


def undone_by(action: str) -> Callable[[Way], Way]:
    """Register the function that knows the way back from an action.

    It returns None where there is none that leaves things, and money, as they were before.
    """

    def register(way: Way) -> Way:
        _WAYS[action] = way
        return way

    return register


def undo_of(
    operation: Operation, portal: Portal, *, now: datetime, pressed: UUID | None = None
) -> Inverse | None:
    """Return what takes the operation back, None where nothing does, or does any more.

    `pressed` is the operation that takes it back already: a second press of the same button.
    """
    way = _WAYS.get(operation.action)
    if way is None or operation.outcome != Outcome.DONE or operation.settled_at is None:
        return None
    if operation.error_code or now - operation.settled_at > FOR:
        return None
    inverse = way(operation, portal)
    return inverse if inverse is None or _is_last(operation, pressed) else None


def _is_last(operation: Operation, pressed: UUID | None) -> bool:
    """Whether nothing else was done about the same thing since."""
    since = Operation.objects.filter(
        customer_id=operation.customer_id,
        target=operation.target,
        created_at__gt=operation.created_at,
    )
    others = since.exclude(outcome=Outcome.REFUSED).values_list("pk", flat=True)
    return not set(others) - {pressed}
