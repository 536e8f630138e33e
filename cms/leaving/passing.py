"""What a page does that is part of a cancel flow: it is kept as proof, or passed over.

Asked once as a page is served, before anything of it is drawn. A page of offers of which none fits
is no stop: its viewer is led on. A page without such blocks costs a look at what is stored.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, QueryDict
from wagtail.blocks import StreamValue, StructValue

from billing.leaving import Shown, note_shown
from cms.acting.notes import put_back, take
from cms.models import PortalPage
from cms.pages.tree import page_of, tree_of
from portal_blocks.base import Place
from portal_blocks.leaving.flow import KEYS, FlowBlock, Told
from portal_blocks.leaving.way import end_url, next_url, way_of
from portal_blocks.streams import visible_blocks
from portal_blocks.viewer import Viewer

log = logging.getLogger(__name__)
OFFER = "cancel_offer"


Seen = list[tuple[Any, Place]]
ToldBy = list[tuple[Place, Told]]


def on_the_way(request: HttpRequest, page: PortalPage, viewer: Viewer) -> str:
    """Keep what a page shows of a flow; return where it leads instead, empty where it stays."""
    if viewer.is_preview or not viewer.signed_in or not _is_part(list(page.body.raw_data)):
        return ""
    seen = _seen(page, viewer, request.GET)
    told = _told(seen, viewer)
    onward = _onward(page, viewer, request.GET, told)
    if onward and not _has_news(request, page):
        return _stop_after(onward, page, viewer)
    if _is_read(request):
        shown = [
            Shown(page.pk, page.live_revision_id, place.block_id, one.words)
            for place, one in told
            if one.words
        ]
        _keep(shown, seen, viewer)
    return ""


def _seen(page: PortalPage, viewer: Viewer, query: QueryDict) -> Seen:
    path = page.relative_path(viewer)
    return [
        (child, Place(page.pk, path, str(child.id), query))
        for child in visible_blocks(page.body, viewer)
        if isinstance(child.block, FlowBlock)
    ]


def _told(seen: Seen, viewer: Viewer) -> ToldBy:
    return [(place, child.block.told(child.value, viewer, place)) for child, place in seen]


def _onward(page: PortalPage, viewer: Viewer, query: QueryDict, told: ToldBy) -> str:
    """Where a page leads that has nothing to stop at: no offer of it fits, or none is for them."""
    if told:
        holds = any(one.holds for _place, one in told)
        return "" if holds else next(one.onward for _place, one in told)
    offer = next((one for one in _every(page.body) if one.block_type == OFFER), None)
    if offer is None:
        return ""
    way = way_of(offer.value, viewer, Place(page.pk, page.relative_path(viewer), "", query))
    if not way.is_ready or way.subscription is None:
        return ""
    return next_url(offer.value.get("next"), viewer, way.subscription)


def _stop_after(onward: str, page: PortalPage, viewer: Viewer) -> str:
    """Return the first page from there that is a stop. A circle without one leads to the end."""
    pages, passed = tree_of(viewer.portal), {page.pk}
    while True:
        node, rest = pages.find(urlsplit(onward).path) or (None, [])
        if node is None or rest:
            return onward
        query = QueryDict(urlsplit(onward).query)
        if node.pk in passed:
            return end_url(query.get("subscription", ""))
        passed.add(node.pk)
        after = page_of(node)
        further = _onward(after, viewer, query, _told(_seen(after, viewer, query), viewer))
        if not further:
            return onward
        onward = further


def _has_news(request: HttpRequest, page: PortalPage) -> bool:
    """Whether something is to be said on this page of what was pressed there."""
    notes = take(request)
    put_back(request)
    return any(note.page_id == page.pk for note in notes)


def _keep(shown: list[Shown], seen: Seen, viewer: Viewer) -> None:
    """A proof that cannot be written keeps nobody from cancelling."""
    if not shown:
        return
    child, place = seen[0]
    subscription = way_of(child.value, viewer, place).subscription
    if subscription is None:
        return
    try:
        note_shown(subscription, viewer.portal.host, shown, now=viewer.subject.now)
    except DatabaseError:
        log.exception("What was shown of a cancel flow could not be kept")


def _is_read(request: HttpRequest) -> bool:
    """Whether somebody looks: not a browser that loads ahead, nor a question for headers alone."""
    ahead = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in ahead


def _is_part(stored: list[Any]) -> bool:
    """Whether blocks of a flow stand here, nested ones too, as they are stored."""
    for one in stored:
        if one["type"] in KEYS:
            return True
        parts = one["value"].values() if isinstance(one["value"], dict) else ()
        if any(_is_part(part) for part in parts if _is_stream(part)):
            return True
    return False


def _is_stream(part: Any) -> bool:
    return isinstance(part, list) and bool(part) and isinstance(part[0], dict) and "type" in part[0]


def _every(stream: StreamValue) -> Iterator[Any]:
    for child in stream:
        yield child
        if isinstance(child.value, StructValue):
            for part in child.value.values():
                if isinstance(part, StreamValue):
                    yield from _every(part)
