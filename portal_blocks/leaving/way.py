"""Which subscription a page of a cancel flow is about, and where its buttons lead.

It travels in the address, by Stripe's id, and is looked up among the viewer's own on every page.
Whoever comes without one and has one alone means that; whoever has several chooses first. An id
that is not theirs is never taken for another one of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.models import Subscription, SubscriptionState
from billing.models.subscriptions import ENDED_STATES
from portal_blocks.base import Place, leads_somewhere
from portal_blocks.leaving.pages import about, address_of, open_page_url
from portal_blocks.viewer import Viewer
from portal_blocks.words import day, price
from themes.formats import every

_OVER = ENDED_STATES | {SubscriptionState.ENDING}


class Stands(StrEnum):
    """How it stands with what is to be cancelled."""

    READY = "ready"
    CHOOSE = "choose"
    NOTHING = "nothing"
    OVER = "over"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class OneOfThem:
    """One of several subscriptions to choose from."""

    title: str
    picture: str
    price: str
    url: str


@dataclass(frozen=True, slots=True)
class Way:
    """What a page of the flow is about. `sentence` says why there is nothing to do, if so."""

    stands: Stands
    subscription: Subscription | None = None
    title: str = ""
    price: str = ""
    sentence: str = ""
    choices: list[OneOfThem] = field(default_factory=list)
    back_url: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether there is one subscription that can be cancelled."""
        return self.stands is Stands.READY


def is_over(subscription: Subscription) -> bool:
    """Whether it is cancelled, though it may run until the end of what is paid for."""
    return subscription.state in _OVER


def way_of(value: Mapping[str, Any], viewer: Viewer, place: Place) -> Way:
    """Return what a page is about, as the address says and the viewer's subscriptions are."""
    asked = place.query.get("subscription", "")
    mine = viewer.data.subscriptions
    running = [one for one in mine if not is_over(one)]
    if not asked and place.said is not None:
        asked = place.said.target  # what a press has just come to is told of what it was about
    meant = running or [one for one in mine if one.state == SubscriptionState.ENDING]
    chosen = next((one for one in mine if one.external_id == asked), None)
    if not asked and len(meant) == 1:
        chosen = meant[0]
    back = back_url(value, viewer, chosen)
    if chosen is not None:
        return _about(chosen, viewer, back)
    if running:
        choices = [_one_of_them(one, viewer, place) for one in running]
        return Way(Stands.CHOOSE, choices=choices, back_url=back)
    nothing = _("You have no subscription that could be cancelled.")
    return Way(Stands.NOTHING, sentence=nothing, back_url=back)


def standing_of(subscription: Subscription, viewer: Viewer) -> tuple[Stands, str] | None:
    """Return why it cannot be cancelled now, with a sentence that says so; None where it can."""
    if subscription.is_being_checked:
        return Stands.CHECKING, _checking()
    if is_over(subscription):
        return Stands.OVER, _over(subscription, viewer)
    return None


def back_url(value: Mapping[str, Any], viewer: Viewer, subscription: Subscription | None) -> str:
    """Return where whoever keeps it goes: the merchant's page, else the subscription."""
    page = value.get("keep_page")
    if page is not None and page.live and leads_somewhere(page.pk, viewer):
        return address_of(page, viewer)
    if subscription is None:
        return _deep_link("subscriptions", "")
    return _deep_link("subscription", subscription.external_id)


def next_url(page: Any, viewer: Viewer, subscription: Subscription) -> str:
    """Return where the flow goes on. Nobody is left standing where the page is gone: they finish.

    `page` may be None. The last page with the button that cancels is where they finish.
    """
    return open_page_url(page, viewer, subscription) or end_url(subscription.external_id)


def end_url(subscription_id: str) -> str:
    """Return the address that leads to any last step there is for the viewer."""
    return _deep_link("end", subscription_id)


def _about(subscription: Subscription, viewer: Viewer, back: str) -> Way:
    stands, sentence = standing_of(subscription, viewer) or (Stands.READY, "")
    return Way(
        stands,
        subscription,
        title=subscription.title,
        price=_price(subscription, viewer),
        sentence=sentence,
        back_url=back,
    )


def _one_of_them(subscription: Subscription, viewer: Viewer, place: Place) -> OneOfThem:
    return OneOfThem(
        subscription.title,
        next((item["image_url"] for item in subscription.items if item.get("image_url")), ""),
        _price(subscription, viewer),
        f"{place.page_url}?{about(subscription.external_id)}",
    )


def _price(subscription: Subscription, viewer: Viewer) -> str:
    return f"{price(subscription, viewer)} {every(subscription)}"


def _over(subscription: Subscription, viewer: Viewer) -> str:
    ends = subscription.cancel_at or subscription.paid_until
    if subscription.state == SubscriptionState.ENDING and ends is not None:
        facts = {"date": day(ends, viewer)}
        return _("You keep it until %(date)s. Then it ends, and nothing more is charged.") % facts
    return _("It is cancelled. Nothing more is charged.")


def _checking() -> str:
    return _(
        "We are checking your last change with our payment partner. "
        "You can close this page; nothing is done twice."
    )


def _deep_link(word: str, subscription_id: str) -> str:
    urls = settings.REALM_URLCONFS["portal"]  # the editor previews blocks on its own host
    path = reverse("deep_link", urlconf=urls, args=[word])
    return f"{path}?{about(subscription_id)}" if subscription_id else path
