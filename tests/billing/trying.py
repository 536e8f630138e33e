"""Tries to cancel, for the tests of what is kept of them and of their figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from billing.leaving import Press, note_pressed
from billing.leaving_figures import Figures, figures_of
from billing.models import Leaving, Operation, Subscription

HOST = "shop.localhost"
End = Leaving.End


def presses(subscription: Subscription, now: datetime) -> Callable[..., Any]:
    """Return what presses a button: `press("cancel")`."""

    def pressed(kind: str, block: str = "b1", *, at: datetime = now, **more: Any) -> Any:
        return note_pressed(subscription, HOST, Press(kind, block, **more), now=at)

    return pressed


def operation(
    customer_id: int, outcome: str = "done", action: str = "cancel_subscription"
) -> Operation:
    """What a press on the last step carries out."""
    about = {"action": action, "target": "sub_active", "outcome": outcome}
    return Operation.objects.create(customer_id=customer_id, **about)


def figures(now: datetime, host: str = HOST, **ago: float) -> Figures:
    """How the tries of the last day came out, or of another time."""
    return figures_of(host, since=now - timedelta(**(ago or {"days": 1})), now=now)
