"""From a press of a button to a command of `billing.actions`, and back to words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.actions.errors import ActionError, Foreign, OutOfDate, WrongOperation
from billing.actions.operation import OPEN, Asking
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
    return Asking(call.viewer.portal, call.viewer.actor, call.now, operation_id)


def result_of(operation: Operation) -> ActionResult:
    """Return what came of it, in words for the customer; what is not known yet is no failure."""
    text = _(
        "We are checking with our payment partner. You can close this page; nothing is done twice."
    )
    if operation.outcome not in OPEN:
        text = operation.message or text
    tone = TONES.get(Outcome(operation.outcome), "info")
    return ActionResult(tone, text, target=operation.target, operation=operation)


def answered(ask: Callable[[], Operation], call: ActionCall) -> ActionResult:
    """Have it done, and say what came of it; what has changed meanwhile is shown anew.

    What waits for the customer leads to where it is finished. Raise `ActionRefused` for what no
    page offers.
    """
    try:
        operation = ask()
    except (Foreign, WrongOperation):
        raise ActionRefused from None
    except OutOfDate as fault:
        return ActionResult("warning", fault.message, url=shown_at(call))
    except ActionError as fault:
        return ActionResult("error", fault.message, url=shown_at(call))
    result = result_of(operation)
    if operation.outcome != Outcome.WAITING:
        return result
    urls = settings.REALM_URLCONFS["portal"]
    return replace(result, url=reverse("finish_operation", urlconf=urls, args=[operation.pk]))


def shown_at(call: ActionCall) -> str:
    """Return the page that the form stood on, of this site; empty where it names none."""
    given: str = call.data.get("shown_at", "")
    is_path = given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if is_path else ""
