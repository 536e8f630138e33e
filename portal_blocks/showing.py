"""One state of a block, ready to be drawn: for the gallery in the editor and the contract tests.

Nobody real looks and nothing is saved. To make a block show another state, add it to the block's
own `states`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string
from wagtail.blocks import StreamBlock, StreamValue

from access_rules.presets import EVERYONE
from portal_blocks.base import Failed, Place, PortalBlock, Redirect
from portal_blocks.personas import CAST
from portal_blocks.registry import BLOCKS
from portal_blocks.samples import sample_viewer
from portal_blocks.states import State
from portal_blocks.streams import assets
from portal_blocks.viewer import Viewer

ID = "b0b0b0b0-0000-4000-8000-000000000000"
PAGE_URL = "/"


class NoSuchState(LookupError):
    """There is no such block, or it has no such state."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A template and what it reads. `template` is empty for the block itself: `body` holds it."""

    block: PortalBlock
    state: State
    template: str
    context: Mapping[str, Any]


@cache
def block_named(name: str) -> PortalBlock:
    """Return a block of the registry, made once: Wagtail keeps each that was ever made, for good.

    Raise `NoSuchState` if there is none of that name.
    """
    if name not in BLOCKS:
        raise NoSuchState(name)
    return cast("PortalBlock", import_string(BLOCKS[name])())


@cache
def stream_of(*names: str) -> StreamBlock:
    """Return a stream of these blocks of the registry, made once as they are."""
    return StreamBlock([(name, block_named(name)) for name in names])


def every_state() -> Iterator[tuple[str, str]]:
    """Yield the names of all blocks and their states, in the registry's order."""
    for name, path in BLOCKS.items():
        for key in import_string(path).states:
            yield name, key


def viewer_of_state(state: State, now: datetime) -> Viewer:
    """Return who looks at a state: one of the invented people, with what they own in it."""
    viewer = replace(sample_viewer(state.persona, now=now), is_preview=False)
    if state.data is None:
        return viewer
    return replace(viewer, data=state.data(now, CAST[state.persona]))


def shown(name: str, key: str, request: HttpRequest, *, now: datetime, block_id: str = ID) -> Shown:
    """Return a state of a block. No query. Raise `NoSuchState` where there is none.

    Several of them on one page need an id each.
    """
    block = block_named(name)
    state = block.states.get(key)
    if state is None:
        raise NoSuchState(f"{name}/{key}")
    viewer = viewer_of_state(state, now)
    body = _body(name, block, state, block_id)
    frame = {**_frame(viewer, body, state), "request": _asked(request, state)}
    if state.view is None:
        return Shown(block, state, "", frame)
    template, context = _own_page(block, body[0], viewer, state)
    return Shown(block, state, template, {**frame, **context})


def _body(name: str, block: PortalBlock, state: State, block_id: str) -> StreamValue:
    """The block alone in a stream, set as the state says."""
    value = {**dict(block.get_preview_value()), **state.value, "visibility": EVERYONE}
    return StreamValue(stream_of(name), [(name, block.normalize(value), block_id)])


def _frame(viewer: Viewer, body: StreamValue, state: State) -> dict[str, Any]:
    """What the frame of a portal's pages reads. Nothing here asks the request."""
    return {
        "viewer": viewer,
        "portal": viewer.portal,
        "signed_in": viewer.signed_in,
        "viewer_name": viewer.name,
        "menu": [],
        "account_links": [],
        "languages": [],
        "messages": [],
        "page_url": PAGE_URL,
        "page_title": state.label,
        "body": body,
        "id": body[0].id,
        "said": {body[0].id: state.said} if state.said else {},
        "block_css": assets(body, viewer, "css"),
        "block_js": [],
    }


def _asked(request: HttpRequest, state: State) -> HttpRequest:
    """The request, as if it had asked for the state."""
    asked = copy(request)
    asked.GET = cast("Any", QueryDict(urlencode(state.query)))
    return asked


def _own_page(
    block: PortalBlock, child: Any, viewer: Viewer, state: State
) -> tuple[str, dict[str, Any]]:
    """One of the block's own pages: its template, and what that shows."""
    name, key = cast("tuple[str, str]", state.view)
    view = block.views[name]
    place = Place(0, PAGE_URL, child.id, QueryDict(urlencode(state.query)), state.said)
    answer = view.load(child.value, viewer, place, key)
    if isinstance(answer, Failed):
        return answer.template, answer.context
    if answer is None or isinstance(answer, Redirect):
        raise NoSuchState(f"{name}/{key}")
    return view.template, answer
