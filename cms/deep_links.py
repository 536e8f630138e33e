"""Addresses that lead a customer straight to what there is to do, such as `/go/card/`.

E-mails carry them: they stay the same wherever the merchant puts the blocks. A word leads to the
first page with its block that this viewer may see, and has the block open what it is about. To
add a word, add a line to `WAYS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cms.gate import refusal
from cms.models import PortalPage
from cms.pages.tree import Node, tree_of
from cms.viewing import viewer_of
from portal_blocks.base import Place
from portal_blocks.streams import visible_blocks
from portal_blocks.viewer import Viewer
from portals.registry import Portal
from portals.requests import require_portal


@dataclass(frozen=True, slots=True)
class Way:
    """Where a word leads: to a block on which `switch` is on, which then opens `opens`.

    `missing` says what cannot be done where there is no such block for the viewer.
    """

    block: str
    missing: Promise
    opens: str = ""
    switch: str = ""


WAYS = {
    "card": Way(
        "card_on_file",
        gettext_lazy("A new card cannot be entered on this site."),
        opens="card",
        switch="allow_update",
    ),
    "orders": Way("order_history", gettext_lazy("Your orders are not shown on this site.")),
    "pay": Way(
        "card_on_file",
        gettext_lazy("What is still to be paid cannot be paid on this site."),
        opens="pay",
        switch="allow_pay",
    ),
    "subscriptions": Way(
        "subscription_controls", gettext_lazy("Your subscriptions are not shown on this site.")
    ),
}


def link(portal: Portal, word: str) -> str:
    """Return the full address of a way, for e-mails. Raise `KeyError` for an unknown word."""
    if word not in WAYS:
        raise KeyError(word)
    urls = settings.REALM_URLCONFS["portal"]
    scheme = "https" if settings.HTTPS else "http"
    port = "" if settings.PORT in (80, 443) else f":{settings.PORT}"
    return f"{scheme}://{portal.host}{port}{reverse('deep_link', urlconf=urls, args=[word])}"


@never_cache
def deep_link(request: HttpRequest, word: str) -> HttpResponse:
    """Lead to where the word says; whoever is signed out signs in first and comes back here."""
    way = WAYS.get(word)
    if way is None:
        raise Http404("No such way.")
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return refusal(request, None, viewer)
    place = next(_places(require_portal(request), viewer, way), None)
    if place is None:
        return _nowhere(request, way)
    page, anchor = place.anchor.split("#")
    return HttpResponseRedirect(f"{page}?open={way.opens}#{anchor}" if way.opens else place.anchor)


def _places(portal: Portal, viewer: Viewer, way: Way) -> Iterator[Place]:
    """Yield where such a block stands for this viewer, in the order of the pages."""
    nodes = {node.pk: node for node in _nodes(portal, viewer)}
    pages = PortalPage.objects.in_bulk(list(nodes))
    for pk, node in nodes.items():
        for child in visible_blocks(pages[pk].body, viewer) if pk in pages else ():
            if child.block_type == way.block and _is_on(child.value, way):
                yield Place(pk, node.url, str(child.id))


def _nodes(portal: Portal, viewer: Viewer) -> Iterator[Node]:
    return (node for node in tree_of(portal).pages() if node.is_open(viewer.subject))


def _is_on(value: dict[str, object], way: Way) -> bool:
    return not way.switch or bool(value.get(way.switch))


def _nowhere(request: HttpRequest, way: Way) -> HttpResponse:
    support = require_portal(request).support_email
    write = _("Please write to %(address)s.") % {"address": support} if support else ""
    context = {
        "heading": _("This is not possible here"),
        "text": [text for text in (str(way.missing), write) if text],
        "actions": [{"label": _("To the first page"), "url": "/", "primary": True}],
    }
    return render(request, "portal/message.html", context, status=404)
