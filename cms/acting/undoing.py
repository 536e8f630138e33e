"""The button that takes a change back: where it is shown, and whether it still counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from billing.actions import registry  # noqa: F401  (the actions tell their ways back there)
from billing.actions.undoing import undo_of
from billing.models import Operation
from billing.queries import operation_of
from portal_blocks.base import Place, Undo
from portal_blocks.viewer import Viewer

UNDOES = "undoes"


def undo_for(operation: Operation, child: Any, place: Place, viewer: Viewer) -> Undo | None:
    """Return the button for an operation of the viewer's own, None where nothing takes it back.

    It is a press of the block's own action, so there is none where the merchant has that off.
    """
    inverse = undo_of(operation, viewer.portal, now=viewer.subject.now)
    if inverse is None:
        return None
    action = child.block.actions.get(inverse.press)
    if action is None or not action.is_on(child.value):
        return None
    fields = {**inverse.fields, UNDOES: str(operation.pk)}
    return Undo(_("Undo"), place.action_url(inverse.press), fields)


def is_out_of_date(data: QueryDict, press: str, viewer: Viewer) -> bool:
    """Whether an Undo was pressed that takes nothing back any more; a plain press never is."""
    wanted = _uuid(data.get(UNDOES, ""))
    if wanted is None:
        return UNDOES in data
    operation = operation_of(viewer.customer_ids, wanted)
    if operation is None:
        return True
    pressed = _uuid(data.get("operation_id", ""))
    inverse = undo_of(operation, viewer.portal, now=viewer.subject.now, pressed=pressed)
    return inverse is None or inverse.press != press


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
