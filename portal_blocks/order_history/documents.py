"""The papers of one order, each behind an address of the portal's own.

Where a paper lies is asked at the click, because Stripe's addresses expire; whose order it is, as
at the order's own page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from billing.documents import DocumentKind, DocumentNotThere, DocumentUnreachable
from billing.models import Order
from portal_blocks.base import Failed, Place, Redirect, ViewAnswer
from portal_blocks.patience import TooMuch
from portal_blocks.viewer import Viewer

VIEW = "document"
OFFERED = {DocumentKind.INVOICE: "file-text", DocumentKind.RECEIPT: "receipt-text"}
"""What the order's page offers, each with its icon."""


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """One paper, as the order's page offers it."""

    label: str | Promise
    url: str
    icon: str


def links_of(order: Order, papers: Collection[DocumentKind], place: Place) -> list[DocumentLink]:
    """Return what is offered of an order."""
    return [
        DocumentLink(kind.label, place.view_url(VIEW, f"{order.pk}-{kind}"), OFFERED[kind])
        for kind in papers
        if kind in OFFERED
    ]


def order_in(viewer: Viewer, key: str) -> Order | None:
    """Return one order of the viewer's own; None for anybody else's, as if there were none."""
    return viewer.data.order(int(key)) if key.isdecimal() and len(key) < 19 else None


def load_document(_value: Mapping[str, Any], viewer: Viewer, place: Place, key: str) -> ViewAnswer:
    """Send the viewer to a paper of an order of their own, or say that it cannot be had now."""
    number, _dash, kind = key.partition("-")
    order = order_in(viewer, number)
    if order is None or kind not in set(DocumentKind):
        return None
    try:
        return Redirect(viewer.data.about(order).paper_url(DocumentKind(kind)))
    except DocumentNotThere:
        return None
    except DocumentUnreachable:
        said = [
            _("Our payment partner, who keeps it, is not answering. Nothing is lost."),
            _("Please try again in a few minutes."),
        ]
        return _not_now(order, place, key, said=said, status=503)
    except TooMuch as fault:
        return _not_now(order, place, key, said=[fault.message], status=429)


def _not_now(order: Order, place: Place, key: str, *, said: list[str], status: int) -> Failed:
    again = {"label": _("Try again"), "url": place.view_url(VIEW, key), "primary": True}
    back = {"label": _("Back to the order"), "url": place.view_url("order", order.pk)}
    context = {
        "heading": _("We cannot get this document right now"),
        "text": said,
        "actions": [again, back],
    }
    return Failed("portal/message.html", context, status=status)
