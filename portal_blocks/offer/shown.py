"""Which of its states an offer is in for one viewer, and what it then shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from billing.actions.sold_once import is_bought
from billing.models import Outcome, Price
from billing.offers import open_purchase, price_of_shop
from portal_blocks.base import Place
from portal_blocks.offer.choices import SAMPLE, sample_price
from portal_blocks.offer.panel import Panel, panel_of
from portal_blocks.viewer import Viewer
from themes.formats import every, money

GONE, SIGNED_OUT, BOUGHT, CHECKING, WAITING, READY = (
    "gone",
    "signed_out",
    "bought",
    "checking",
    "waiting",
    "ready",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer on the page. `url` is where its button or link leads in this state."""

    state: str
    title: str = ""
    picture: str = ""
    price: str = ""
    rhythm: str = ""
    button: str = ""
    quantities: range = range(0)
    url: str = ""
    buy_url: str = ""
    finish_url: str = ""
    panel: Panel | None = None


def offer_shown(value: Mapping[str, Any], viewer: Viewer, place: Place) -> Shown:
    """Return what the block shows to this viewer."""
    price = price_for(value, viewer)
    if price is None:
        return Shown(GONE, title=value.get("title") or "")
    state, url = _state(price, value, viewer, place)
    display = viewer.portal.currency_display
    most = most_of(value)
    return Shown(
        state,
        title=value.get("title") or price.product.name,
        picture=price.product.image_url,
        price=money(price.unit_amount, price.currency, display=display),
        rhythm=every(price) if price.is_recurring else "",
        button=value.get("button") or (_("Subscribe") if price.is_recurring else _("Buy")),
        quantities=range(1, most + 1) if most > 1 else range(0),
        url=url,
        buy_url=place.action_url("buy"),
        finish_url=place.action_url("finish"),
        panel=_panel(price, value, viewer, place) if state == READY else None,
    )


def price_for(value: Mapping[str, Any], viewer: Viewer) -> Price | None:
    """Return what is offered, None where this portal's shop has no such price."""
    key = value.get("price") or ""
    return sample_price() if key == SAMPLE else price_of_shop(viewer.portal.shop_id, key)


def most_of(value: Mapping[str, Any]) -> int:
    """Return how many may be bought at once."""
    return 1 if value.get("once") else int(value.get("most") or 1)


def quantity_of(text: str, value: Mapping[str, Any]) -> int:
    """Return the number that somebody chose, as near as it may be."""
    return min(max(int(text), 1), most_of(value)) if text.isdecimal() and len(text) < 4 else 1


def _state(price: Price, value: Mapping[str, Any], viewer: Viewer, place: Place) -> tuple[str, str]:
    if not (price.is_active and price.product.is_active):
        return GONE, ""
    if not viewer.signed_in:
        return SIGNED_OUT, _portal_url("sign_in") + "?" + urlencode({"next": place.page_url})
    waits = open_purchase(viewer.customer_ids, price.external_id)
    if waits is not None and waits.outcome == Outcome.WAITING:
        return WAITING, _portal_url("finish_operation", waits.pk)
    if waits is not None:
        return CHECKING, ""
    own = viewer.customer_ids
    if value.get("once") and own and is_bought(own, [price.product_id]):
        return BOUGHT, ""
    return READY, ""


def _panel(price: Price, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Panel | None:
    if viewer.is_preview or place.query.get("offer") != place.block_id:
        return None
    quantity = quantity_of(place.query.get("quantity", ""), value)
    return panel_of(price, quantity, value, viewer, place)


def _portal_url(name: str, *arguments: object) -> str:
    return reverse(name, urlconf=settings.REALM_URLCONFS["portal"], args=arguments)
