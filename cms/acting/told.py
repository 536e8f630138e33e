"""What a page says of presses: beside what was pressed, above the page where that is gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StreamValue

from billing.actions.operation import OPEN
from billing.models import Operation, Outcome
from billing.queries import operation_of
from cms.acting.notes import Note, leave, take
from cms.acting.undoing import undo_for
from portal_blocks.asking import result_of
from portal_blocks.base import Place, Said
from portal_blocks.streams import find_block
from portal_blocks.viewer import Viewer

KEPT = timedelta(minutes=15)
_SETTLED = (Outcome.DONE, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said: by blocks, under their ids, and above the page."""

    said: dict[str, Said]
    above: list[Said]

    def context(self) -> dict[str, Any]:
        """Return it under the names that templates know."""
        return {"said": self.said, "messages": self.above}


def told_on(
    request: HttpRequest, place: Place, blocks: StreamValue, viewer: Viewer, *, alone: bool = False
) -> Told:
    """Return what a page says now; of two notes for one block, the newer.

    `place` is that of the page, or of the one block that may speak for itself where it is `alone`,
    on a page of its own. What is still being looked for is said again on the next page.
    """
    said: dict[str, Said] = {}
    above: dict[str, Said] = {}
    for note in take(request):
        is_here = _is_of_view(note, place) if alone else note.page_id == place.page_id
        child = find_block(blocks, note.block_id, viewer) if is_here else None
        one = _said(note, child, replace(place, block_id=note.block_id), viewer)
        if one is None:
            continue
        (above if child is None else said)[note.block_id or note.text] = one
        if one.is_checking:
            leave(request, note)
    return Told(said, list(above.values()))


def _is_of_view(note: Note, place: Place) -> bool:
    """Whether a block's own page shows it: what is about no piece of the block stands above."""
    is_the_block = (note.page_id, note.block_id) == (place.page_id, place.block_id)
    return is_the_block and bool(note.target or note.faults or note.entered)


def _said(note: Note, child: Any, place: Place, viewer: Viewer) -> Said | None:
    """Return it as it is by now; None for what is told to somebody else in the same browser."""
    said = Said(note.tone, note.text, note.target, note.faults, note.entered, anchor=note.anchor)
    if note.operation_id is None:
        return said
    operation = operation_of(viewer.customer_ids, note.operation_id)
    if operation is None:
        return None
    if operation.outcome in OPEN:
        return _checking(said, operation)
    if note.tone == "info" and operation.outcome in _SETTLED:  # it was not known when it was noted
        result = result_of(operation)
        said = replace(said, tone=result.tone, text=result.text)
    return replace(said, undo=undo_for(operation, child, place, viewer) if child else None)


def _checking(said: Said, operation: Operation) -> Said:
    """Have the page ask again, for as long as somebody may wait for it."""
    is_asked = timezone.now() - operation.created_at < KEPT
    url = reverse("look_again", args=[operation.pk]) if is_asked else ""
    return replace(said, is_checking=is_asked, look_url=url)
