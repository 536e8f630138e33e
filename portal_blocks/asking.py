"""From a press of a button to a command of `billing.actions`, and back to words."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.actions.errors import ActionError, Foreign, OutOfDate, WrongOperation
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
    said = result_of(operation)
    if operation.outcome != Outcome.WAITING:
        return said
    urls = settings.REALM_URLCONFS["portal"]
    url = reverse("finish_operation", urlconf=urls, args=[operation.pk])
    return ActionResult(said.tone, said.text, url=url)


def shown_at(call: ActionCall) -> str:
    """Return the page that the form stood on, of this site; empty where it names none."""
    given: str = call.data.get("shown_at", "")
    is_path = given.startswith("/") and not given.startswith("//") and "\\" not in given
    return given if is_path else ""
