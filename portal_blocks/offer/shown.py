"""Which of its states an offer is in for one viewer, and what it then shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from billing.models import Outcome, Price
from portal_blocks.base import Place
from portal_blocks.offer.one_press import OnePress, one_press
from portal_blocks.offer.panel import Panel, panel_of
from portal_blocks.offer.stages import Stage, price_of, stage_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount
from themes.formats import every

GONE, SIGNED_OUT, BOUGHT, CHECKING, WAITING, READY, DECLINED = (
    "gone",
    "signed_out",
    "bought",
    "checking",
    "waiting",
    "ready",
    "declined",
)
OPENED = "open"  # what a link says that does not know the block's id


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer on the page. `url` is where its button or link leads in this state.

    `shown_at` is the address at which its exact total stands, `decline_url` empty where nobody is
    asked for a no. `is_quiet`: they have just bought, so its button is not the main one.
    """

    state: str
    title: str = ""
    words: Any = ""
    picture: str = ""
    price: str = ""
    rhythm: str = ""
    button: str = ""
    quantities: range = range(0)
    url: str = ""
    buy_url: str = ""
    finish_url: str = ""
    decline_url: str = ""
    shown_at: str = ""
    is_second: bool = False
    is_quiet: bool = False
    one_press: OnePress | None = None
    panel: Panel | None = None


def offer_shown(value: Mapping[str, Any], viewer: Viewer, place: Place) -> Shown:
    """Return what the block shows to this viewer."""
    stage = stage_of(value, viewer, (place.page_id, place.block_id))
    if stage is None:
        return Shown(DECLINED)
    price = price_of(stage, viewer)
    if price is None:
        return Shown(GONE, title=stage.title)
    state, url = _state(stage, price, value, viewer, place)
    most = most_of(value, stage)
    is_open = state == READY and _is_open(viewer, place)
    quantity = quantity_of(place.query.get("quantity", ""), value, stage)
    words = value.get("button") or ""
    is_ready = state == READY
    may_say_no = is_ready and value.get("allow_decline") and not _has_just_bought(place)
    is_quick = most == 1 and not _has_just_bought(place)
    return Shown(
        state,
        title=stage.title or price.product.name,
        words=stage.words,
        picture=price.product.image_url,
        price=amount(price.unit_amount, price.currency, viewer),
        rhythm=every(price) if price.is_recurring else "",
        button=_("Buy another")
        if _has_just_bought(place)
        else words or (_("Subscribe") if price.is_recurring else _("Buy")),
        quantities=range(1, most + 1) if most > 1 else range(0),
        url=url,
        buy_url=place.action_url("buy"),
        finish_url=place.action_url("finish"),
        decline_url=place.action_url("decline") if may_say_no else "",
        shown_at=_total_at(place, quantity),
        is_second=stage.is_second,
        is_quiet=_has_just_bought(place),
        one_press=one_press(price, words, viewer) if is_ready and is_quick else None,
        panel=panel_of(price, quantity, value, viewer, place) if is_open else None,
    )


def most_of(value: Mapping[str, Any], stage: Stage | None = None) -> int:
    """Return how many may be bought at once: of what is offered after a no, one."""
    is_single = value.get("once") or (stage is not None and stage.is_second)
    return 1 if is_single else int(value.get("most") or 1)


def quantity_of(text: str, value: Mapping[str, Any], stage: Stage | None = None) -> int:
    """Return the number that somebody chose, as near as it may be."""
    is_number = text.isdecimal() and len(text) < 4
    return min(max(int(text), 1), most_of(value, stage)) if is_number else 1


def _state(
    stage: Stage, price: Price, value: Mapping[str, Any], viewer: Viewer, place: Place
) -> tuple[str, str]:
    if not (price.is_active and price.product.is_active):
        return GONE, ""
    if not viewer.signed_in:
        return SIGNED_OUT, _portal_url("sign_in") + "?" + urlencode({"next": place.page_url})
    waits = viewer.data.open_purchases.get(price.external_id)
    if waits is not None and waits.outcome == Outcome.WAITING:
        return WAITING, _portal_url("finish_operation", waits.pk)
    if waits is not None:
        return CHECKING, ""
    is_theirs = value.get("once") and price.product_id in viewer.data.bought_products
    return (BOUGHT, "") if is_theirs or stage.is_answered else (READY, "")


def _has_just_bought(place: Place) -> bool:
    """Whether another press would buy a second one of what they were just thanked for."""
    return place.said is not None and place.said.tone == "success"


def _total_at(place: Place, quantity: int) -> str:
    asked = urlencode({"offer": place.block_id, "quantity": str(quantity)})
    return f"{place.page_url}?{asked}"


def _is_open(viewer: Viewer, place: Place) -> bool:
    return not viewer.is_preview and place.query.get("offer") in (place.block_id, OPENED)


def _portal_url(name: str, *arguments: object) -> str:
    return reverse(name, urlconf=settings.REALM_URLCONFS["portal"], args=arguments)
