"""What comes next: the parcel after each subscription's next charge, or why none comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from billing.models import Subscription, SubscriptionState
from portal_blocks.charge_words import title_of
from portal_blocks.viewer import Viewer
from portal_blocks.words import day


@dataclass(frozen=True, slots=True)
class NextParcel:
    """One parcel to come, or one that does not. `things` are in it, each with how many."""

    title: str
    things: list[tuple[int, str]]
    picture: str
    sentence: str
    is_held: bool


def next_parcels(viewer: Viewer) -> list[NextParcel]:
    """Return one for each subscription that goes on or may; the soonest first, held ones last."""
    found = [
        (_when(one, viewer), parcel)
        for one in viewer.data.subscriptions
        if (parcel := _parcel(one, viewer)) is not None
    ]
    return [
        parcel for _moment, parcel in sorted(found, key=lambda pair: (pair[1].is_held, pair[0]))
    ]


def _parcel(subscription: Subscription, viewer: Viewer) -> NextParcel | None:
    charge = subscription.next_charge_at
    if charge is not None:
        sentence = _("We send it after your payment on %(date)s.")
        title = _("In your %(month)s parcel") % {"month": _month(charge, viewer)}
        return _next(subscription, title, sentence % {"date": day(charge, viewer)})
    held = _held(subscription, viewer)
    return _next(subscription, title_of(subscription), held, is_held=True) if held else None


def _held(subscription: Subscription, viewer: Viewer) -> str:
    """Why nothing is sent; empty for what is over, or has not begun."""
    state = subscription.state
    if state == SubscriptionState.PAUSED:
        back = subscription.returns_at
        if back is None:
            return _("Paused: nothing is sent until you restart it.")
        return _("Paused: nothing is sent until %(date)s.") % {"date": day(back, viewer)}
    if state == SubscriptionState.PAST_DUE:
        return _("Your payment did not go through. We send the next parcel once it has.")
    if state == SubscriptionState.ENDING:
        end = subscription.cancel_at or subscription.paid_until
        if end is None:
            return _("It ends soon: no more parcels come.")
        return _("It ends on %(date)s: no more parcels come.") % {"date": day(end, viewer)}
    return ""


def _next(
    subscription: Subscription, title: str, sentence: str, *, is_held: bool = False
) -> NextParcel:
    items = subscription.items
    pictures = (item.get("image_url") for item in items)
    return NextParcel(
        title=title,
        things=[] if is_held else [(item.get("quantity") or 1, item["name"]) for item in items],
        picture=next(filter(None, pictures), ""),
        sentence=sentence,
        is_held=is_held,
    )


def _month(moment: datetime, viewer: Viewer) -> str:
    return date_format(localtime(moment, viewer.portal.tz), "F")


def _when(subscription: Subscription, viewer: Viewer) -> datetime:
    return subscription.next_charge_at or viewer.subject.now
