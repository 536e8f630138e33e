"""What came of a press, on its way to the page that says it.

A note outlives a redirect among Django's messages, with the place it belongs to. Of what was
carried out it keeps the id alone: all else is read again, among the viewer's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}
_AT_ONCE = "_notes_at_once"


@dataclass(frozen=True, slots=True)
class Note:
    """Words, and the page and block they belong to; without a block they stand above the page.

    `faults` and `entered` are for a page that is answered at once: they outlive no redirect.
    """

    tone: str
    text: str
    page_id: int = 0
    block_id: str = ""
    target: str = ""
    operation_id: UUID | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """The id of the words on the page, empty for what no block has said."""
        return f"said-{self.block_id}" if self.block_id else ""


def leave(request: HttpRequest, note: Note) -> None:
    """Leave a note for the next page that is shown."""
    operation = str(note.operation_id) if note.operation_id else ""
    where = json.dumps([note.page_id, note.block_id, note.target, operation])
    messages.add_message(request, _LEVELS[note.tone], note.text, extra_tags=where)


def leave_at_once(request: HttpRequest, notes: Iterable[Note]) -> None:
    """Leave notes for the page that answers this very request."""
    setattr(request, _AT_ONCE, list(notes))


def take(request: HttpRequest) -> list[Note]:
    """Take all notes there are, the newest last; they are gone then."""
    left = [_read(message) for message in messages.get_messages(request)]
    return [*left, *getattr(request, _AT_ONCE, ())]


def put_back(request: HttpRequest) -> None:
    """Keep what was taken for the next page: this request shows none."""
    storage: Any = messages.get_messages(request)
    storage.used = False


def _read(message: Message) -> Note:
    text = str(message.message)
    try:
        page_id, block_id, target, operation = json.loads(message.extra_tags or "")
    except ValueError:
        return Note(message.level_tag, text)  # of something else than a block
    wanted = UUID(operation) if operation else None
    return Note(message.level_tag, text, page_id, block_id, target, wanted)
