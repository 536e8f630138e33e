"""The doors of the ways: one leads to what there is to do, the other back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from billing.queries import subscription_of
from cms.deep_links.returning import keep_return, take_return
from cms.deep_links.ways import BACK, CANCEL, ORDER, WAYS, Stop, Way
from cms.gate import refusal
from cms.pages.tree import Node, page_of, tree_of
from cms.viewing import viewer_of
from portal_blocks.base import Place
from portal_blocks.streams import visible_blocks
from portal_blocks.viewer import Viewer
from portals.registry import Portal
from portals.requests import require_portal


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a word leads somebody: a block on a page of theirs, and what of it is opened."""

    place: Place
    stop: Stop
    value: Mapping[str, Any]


@never_cache
def deep_link(request: HttpRequest, word: str) -> HttpResponse:
    """Lead to where the word says; whoever is signed out signs in first and comes back here."""
    if word == BACK:
        return _back(request)
    way = WAYS.get(word)
    if way is None:
        raise Http404("No such way.")
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return refusal(request, None, viewer)
    arrival = next(_arrivals(require_portal(request), viewer, way), None)
    if arrival is None:
        return _nowhere(request, way)
    keep_return(request, word)
    if word == ORDER:
        return HttpResponseRedirect(_order(arrival, viewer, request.GET.get("order", "")))
    subscription = _own(viewer, request.GET.get("subscription", ""))
    return HttpResponseRedirect(_address(arrival, viewer, word, subscription))


def _own(viewer: Viewer, asked: str) -> str:
    """The subscription that is named, if it is the viewer's; empty for none and anybody else's."""
    found = subscription_of(viewer.customer_ids, asked) if asked else None
    return found.external_id if found is not None else ""


def _order(arrival: Arrival, viewer: Viewer, key: str) -> str:
    """The page of one order of the viewer's; the list for none and anybody else's."""
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    if not is_key or viewer.data.order(int(key)) is None:
        return arrival.place.anchor
    return arrival.place.view_url(ORDER, int(key))


def _address(arrival: Arrival, viewer: Viewer, word: str, subscription: str) -> str:
    page, anchor = arrival.place.anchor.split("#")
    query = QueryDict(mutable=True)
    first = _first_page(arrival, viewer) if word == CANCEL else None
    if first is not None:
        page, anchor = first.url, ""
    elif arrival.stop.opens:
        query["open"] = arrival.stop.opens
    if subscription:
        query["subscription"] = subscription
    said = f"?{query.urlencode()}" if query else ""
    return f"{page}{said}#{anchor}" if anchor else f"{page}{said}"


def _first_page(arrival: Arrival, viewer: Viewer) -> Node | None:
    """The first page of the cancel flow, where the block sends to one that the viewer may see."""
    chosen = arrival.value.get("cancel_page")
    node = tree_of(viewer.portal).by_id(getattr(chosen, "pk", None))
    return node if node is not None and node.is_open(viewer.subject) else None


def _arrivals(portal: Portal, viewer: Viewer, way: Way) -> Iterator[Arrival]:
    """Yield where such blocks stand for this viewer: by the way's stops, then the pages' order."""
    seen = [
        (child, Place(node.pk, node.url, str(child.id)))
        for node in _nodes(portal, viewer)
        for child in visible_blocks(page_of(node).body, viewer)
    ]
    for stop in way.stops:
        for child, place in seen:
            if child.block_type == stop.block and _is_on(child.value, stop):
                yield Arrival(place, stop, child.value)


def _nodes(portal: Portal, viewer: Viewer) -> Iterator[Node]:
    return (node for node in tree_of(portal).pages() if node.is_open(viewer.subject))


def _is_on(value: Mapping[str, Any], stop: Stop) -> bool:
    return not stop.switch or bool(value.get(stop.switch))


def _back(request: HttpRequest) -> HttpResponse:
    """Send back whoever is done, by a page of our own.

    A form's answer that leads straight to another site is stopped by browsers, as our pages say
    that forms lead nowhere else.
    """
    found = take_return(request)
    if found is None:
        return HttpResponseRedirect("/")
    context = {
        "heading": _("Done"),
        "text": [_("You go back to %(site)s.") % {"site": found.host}],
        "actions": [{"label": _("Go back now"), "url": found.url, "primary": True}],
    }
    response = render(request, "portal/message.html", context)
    response["Refresh"] = f"0; url={found.url}"
    return response


def _nowhere(request: HttpRequest, way: Way) -> HttpResponse:
    support = require_portal(request).support_email
    write = _("Please write to %(address)s.") % {"address": support} if support else ""
    context = {
        "heading": _("This is not possible here"),
        "text": [text for text in (str(way.missing), write) if text],
        "actions": [{"label": _("To the first page"), "url": "/", "primary": True}],
    }
    return render(request, "portal/message.html", context, status=404)
