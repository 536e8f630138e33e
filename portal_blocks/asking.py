"""From a press of a button to a command of `billing.actions`, and back to words."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from billing.actions.operation import Asking
from billing.models import Operation, Outcome
from portal_blocks.base import ActionCall, ActionRefused, ActionResult

TONES = {
    Outcome.DONE: "success",
    Outcome.REFUSED: "error",
    Outcome.WAITING: "info",
}


def asking_of(call: ActionCall) -> Asking:
    """Return who wants what was pressed, under the id that the form was made with.

    Raise `ActionRefused` without a valid one.
    """
    try:
        operation_id = uuid.UUID(call.data.get("operation_id", ""))
    except ValueError:
        raise ActionRefused from None
    return Asking(call.viewer.portal, "customer", call.now, operation_id)


def result_of(operation: Operation) -> ActionResult:
    """Return what came of it, in words for the customer."""
    tone = TONES.get(Outcome(operation.outcome), "warning")
    return ActionResult(
        tone, operation.message or _("We are checking this with our payment partner.")
    )
