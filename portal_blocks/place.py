"""Where a block stands, and what has just been said there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Undo:
    """A button that takes a change back: its words, the block's action, what is posted with it."""

    label: str
    url: str
    fields: Mapping[str, str]
    operation_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Said:
    """What the last press of a button in a block came to; shown where it was pressed.

    `target` names the piece of the block it is about, such as a subscription's id at Stripe;
    empty: the block as a whole. `faults` are by the names of fields, and `entered` is what was
    typed in them: nothing of it is lost. `is_checking`: the outcome is not known yet, the block
    asks again by itself, at `look_url`. `anchor` is the id that it has on the page, where a browser
    lands that was led here.
    """

    tone: str
    text: str
    target: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)
    undo: Undo | None = None
    is_checking: bool = False
    look_url: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: on which page, under which id, asked with which query.

    `said`: what the viewer has just been told about it, None where nothing was pressed.
    """

    page_id: int
    page_url: str
    block_id: str
    query: QueryDict = field(default_factory=lambda: QueryDict(""))
    said: Said | None = None

    @property
    def anchor(self) -> str:
        """The address of the block on its page."""
        return f"{self.page_url}#block-{self.block_id}"

    def asked_anew(self, changes: Mapping[str, str]) -> str:
        """The address of the block with its page asked otherwise; an empty text asks nothing.

        What is not named stays: another list of the page does not move.
        """
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        asked = f"?{query.urlencode()}" if query else ""
        return f"{self.page_url}{asked}#block-{self.block_id}"

    def action_url(self, name: str) -> str:
        """The address that does one of the block's actions, by POST."""
        urls = settings.REALM_URLCONFS["portal"]  # the editor previews blocks on its own host
        return reverse("block_action", urlconf=urls, args=[self.page_id, self.block_id, name])

    def view_url(self, name: str, key: object) -> str:
        """The address of one of the block's views, below its page."""
        return f"{self.page_url}{name}/{key}/"


NOWHERE = Place(0, "/", "")


def place_of(context: Mapping[str, Any]) -> Place:
    """Read from a template's context where the block stands."""
    request: HttpRequest | None = context.get("request")
    page = context.get("page")
    kind: Callable[..., Place] = context.get("place_kind") or Place  # staff press elsewhere
    return kind(
        page_id=getattr(page, "pk", None) or 0,
        page_url=str(context.get("page_url", "/")),
        block_id=str(context.get("id") or "00000000-0000-0000-0000-000000000000"),
        query=request.GET if request is not None else QueryDict(""),
        said=(context.get("said") or {}).get(str(context.get("id"))),
    )
