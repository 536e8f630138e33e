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
from django.http import HttpRequest
from wagtail.blocks import StreamValue, StructValue

from billing.leaving import Shown, note_shown
from cms.models import PortalPage
from portal_blocks.base import Place
from portal_blocks.leaving.flow import KEYS, FlowBlock
from portal_blocks.leaving.way import next_url, way_of
from portal_blocks.streams import visible_blocks
from portal_blocks.viewer import Viewer

log = logging.getLogger(__name__)
OFFER = "cancel_offer"


def on_the_way(request: HttpRequest, page: PortalPage, viewer: Viewer) -> str:
    """Keep what a page shows of a flow; return where it leads instead, empty where it stays."""
    if viewer.is_preview or not viewer.signed_in or not _is_part(list(page.body.raw_data)):
        return ""
    path = page.relative_path(viewer)
    seen = [
        (child, Place(page.pk, path, str(child.id), request.GET))
        for child in visible_blocks(page.body, viewer)
        if isinstance(child.block, FlowBlock)
    ]
    told = [(place, child.block.told(child.value, viewer, place)) for child, place in seen]
    onward = _onward(page, viewer, Place(page.pk, path, "", request.GET), told)
    if onward:
        return onward if urlsplit(onward).path != path else ""
    if _is_read(request):
        shown = [
            Shown(page.pk, page.live_revision_id, place.block_id, one.words)
            for place, one in told
            if one.words
        ]
        _keep(shown, seen, viewer)
    return ""


def _onward(page: PortalPage, viewer: Viewer, place: Place, told: list[tuple[Place, Any]]) -> str:
    """Where a page leads that has nothing to stop at: no offer of it fits, or none is for them."""
    if told:
        holds = any(one.holds for _place, one in told)
        return "" if holds else next(one.onward for _place, one in told)
    offer = next((one for one in _every(page.body) if one.block_type == OFFER), None)
    way = way_of(offer.value, viewer, place) if offer is not None else None
    if offer is None or way is None or not way.is_ready or way.subscription is None:
        return ""
    return next_url(offer.value.get("next"), viewer, way.subscription)


def _keep(shown: list[Shown], seen: list[tuple[Any, Place]], viewer: Viewer) -> None:
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
