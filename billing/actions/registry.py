"""Who finds out what became of an operation, by the action's name. To add an action, add a line."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from billing.actions.cancel import CANCEL, settle_cancel
from billing.actions.pause import PAUSE, settle_pause
from billing.actions.restart import RESTART, settle_restart
from billing.models import Operation


class Settler(Protocol):
    """Looks at Stripe, and concludes the operation where what it sees is clear.

    `is_over`: whoever asked cannot be asking any more, so what is not there has not happened.
    Raises the gateway's errors where Stripe cannot be looked at.
    """

    def __call__(self, operation: Operation, *, now: datetime, is_over: bool) -> None: ...


SETTLERS: dict[str, Settler] = {
    CANCEL.name: settle_cancel,
    PAUSE.name: settle_pause,
    RESTART.name: settle_restart,
}
