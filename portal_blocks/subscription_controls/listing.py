"""Which subscriptions a page lists, in which order, and which of them stand there in full.

What runs comes first, what has ended last. A few are shown with all that can be done about them;
of many, each is a line that leads to a page of its own. Pages are found by the key of the last one
shown, so that a subscription begun meanwhile shifts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from billing.models import Subscription, SubscriptionState
from portal_blocks.base import Place, Said
from portal_blocks.cards import is_running
from portal_blocks.viewer import Viewer

BY_NUMBER, IN_LIST, ON_PAGE = "number", "list", "page"
MANY = 2  # more than so many are lines, where the merchant leaves it to their number
LINES_AT_ONCE, FULL_AT_ONCE = 20, 6
VIEW = "subscription"

_FIRST = {SubscriptionState.PAST_DUE: 0, SubscriptionState.INCOMPLETE: 1}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a customer's subscriptions: in full, as lines, and as lines of what is over."""

    full: list[Subscription]
    lines: list[Subscription]
    over: list[Subscription]
    next_url: str = ""
    first_url: str = ""


def listed(value: Mapping[str, Any], viewer: Viewer, place: Place) -> Listed:
    """Return the page that the address asks for. One that a link is about is shown in full."""
    every = sorted(viewer.data.subscriptions, key=_order)
    parameter = f"subscriptions-{place.block_id[:8]}"
    after = place.query.get(parameter, "")
    begin = next((at for at, one in enumerate(every, 1) if str(one.pk) == after), 0)
    lines = {one.pk for one in every if is_line(one, value, every)}
    shown = every[begin : begin + (LINES_AT_ONCE if lines else FULL_AT_ONCE)]
    wanted = _asked_for(every, place)
    if wanted is not None:
        shown = [one for one in shown if one.pk != wanted.pk]
    in_lines = [one for one in shown if one.pk in lines]
    is_last = begin + len(shown) >= len(every) - (wanted is not None)
    return Listed(
        full=[*filter(None, [wanted]), *(one for one in shown if one.pk not in lines)],
        lines=[one for one in in_lines if is_running(one)],
        over=[one for one in in_lines if not is_running(one)],
        next_url="" if is_last or not shown else _url(place, parameter, str(shown[-1].pk)),
        first_url=_url(place, parameter, "") if begin else "",
    )


def is_line(one: Subscription, value: Mapping[str, Any], every: Sequence[Subscription]) -> bool:
    """Whether it is a line among others, and what can be done stands on a page of its own."""
    way = value.get("show_controls") or IN_LIST
    if way != BY_NUMBER:
        return bool(way == ON_PAGE)
    if len(every) <= MANY:
        return False
    return not is_running(one) or sum(map(is_running, every)) > MANY


def has_page(value: Mapping[str, Any]) -> bool:
    """Whether subscriptions have pages of their own at all."""
    return value.get("show_controls") in (BY_NUMBER, ON_PAGE)


def one_of(viewer: Viewer, external_id: str) -> Subscription | None:
    """Return one of the viewer's own by Stripe's id, None where it is nobody's or not theirs."""
    mine = viewer.data.subscriptions
    return next((one for one in mine if one.external_id == external_id), None)


def home_of(one: Subscription, value: Mapping[str, Any], viewer: Viewer, place: Place) -> str:
    """Return where all that can be done about a subscription stands."""
    if is_line(one, value, viewer.data.subscriptions):
        return place.view_url(VIEW, one.external_id)
    return f"{place.page_url}#{anchor_of(one, place)}"


def anchor_of(one: Subscription, place: Place) -> str:
    """Return the id of a subscription's own piece of the page."""
    return f"{place.block_id}-subscription-{one.pk}"


def said_of(one: Subscription, place: Place) -> Said | None:
    """Return what a button of this subscription's has just come to."""
    return place.said if place.said and place.said.target == one.external_id else None


def asked_to_open(one: Subscription, every: Sequence[Subscription], place: Place) -> str:
    """Return the control that a link wants to be open on this subscription, empty for none.

    A link that names no subscription means the only one there is that runs.
    """
    control, wanted = place.query.get("open", ""), place.query.get("subscription", "")
    if wanted:
        return control if wanted == one.external_id else ""
    running = [each for each in every if is_running(each)]
    return control if running == [one] else ""


def _asked_for(every: Sequence[Subscription], place: Place) -> Subscription | None:
    """What a link, or a form that was sent with a fault, is about."""
    wanted = place.query.get("subscription", "")
    if place.said is not None and place.said.entered:
        wanted = place.said.target or wanted
    return next((one for one in every if wanted and one.external_id == wanted), None)


def _order(one: Subscription) -> tuple[bool, int, float, int]:
    """What needs the customer first, then what runs, then what is over; the latest first."""
    began = one.started_at.timestamp() if one.started_at else 0.0
    rank = _FIRST.get(SubscriptionState(one.state), len(_FIRST))
    return (not is_running(one), rank, -began, -one.pk)


def _url(place: Place, parameter: str, key: str) -> str:
    """The same page with this list elsewhere; another list on it stays where it is."""
    return place.asked_anew({"open": "", "subscription": "", parameter: key})
