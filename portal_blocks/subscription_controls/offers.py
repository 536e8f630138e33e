"""What can be done with a subscription in each state: the most likely first, giving up last."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.actions.undo_move import can_undo
from billing.models import SubscriptionState
from portal_blocks.charge_words import way_out
from portal_blocks.subscription_controls.charges import move, skip, undo
from portal_blocks.subscription_controls.delivering import address, gift
from portal_blocks.subscription_controls.ending import again, cancel
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.subscription_controls.pausing import keep, pause, restart, return_day
from portal_blocks.terms.waits import wait_of
from portal_blocks.viewer import CUSTOMER
from portal_blocks.ways import way

State = SubscriptionState


def offers_for(about: About) -> list[Offer]:
    """Return what may be done now, or later, if the merchant allows it."""
    offers = _OFFERS[State(about.subscription.state)]
    if about.subscription.waits_for is not None:
        offers = (_confirm, *(make for make in offers if make is cancel))
    made = [offer for make in offers if (offer := make(about)) is not None]
    if about.viewer.actor != CUSTOMER:  # links lead to doors of a portal, where staff are nobody
        made = [offer for offer in made if not offer.link]
    return [_in_time(offer, about) for offer in made if _is_on(offer, about)]


def main_offer(about: About) -> Offer | None:
    """Return the main thing to do now; None while it runs as it should."""
    runs = about.subscription.state in (State.ACTIVE, State.TRIALING)
    if about.subscription.is_being_checked or (runs and about.subscription.waits_for is None):
        return None  # without making all that can be done: there may be many subscriptions
    offers = offers_for(about)
    return next((one for one in offers if one.primary or one.name == "again"), None)


def _in_time(offer: Offer, about: About) -> Offer:
    """What the merchant's terms forbid yet says when it becomes possible, in place of its form."""
    wait = wait_of(offer.name, about.subscription, about.viewer, about.value)
    if not wait:
        return offer
    return Offer(
        name=offer.name, switch=offer.switch, label=offer.label, danger=offer.danger, waits=wait
    )


def _is_on(offer: Offer, about: About) -> bool:
    return not offer.switch or bool(about.value.get(offer.switch))


def _confirm(about: About) -> Offer:
    """The bank waits for the customer; until then nothing else is offered but to give up."""
    urls = settings.REALM_URLCONFS["portal"]  # the editor previews blocks on its own host
    return Offer(
        name="finish",
        switch="",
        label=_("Confirm the payment"),
        link=reverse("finish_operation", urlconf=urls, args=[about.subscription.waits_for]),
        primary=True,
    )


def _settle(about: About) -> Offer:
    """What ends the trouble."""
    label, word = way_out(about.subscription, about.viewer)
    return Offer(name=word, switch="", label=label, link=way(word), primary=True)


def _skip(about: About) -> Offer | None:
    """Where a pause stops the service, who skips a charge would have it for nothing."""
    is_possible = about.viewer.portal.holds_deliveries and about.subscription.moved_from is None
    return skip(about) if is_possible else None


def _undo(about: About) -> Offer | None:
    return undo(about) if can_undo(about.subscription, now=about.now) else None


def _plan(_about: About) -> Offer:
    return Offer(name="plan", switch="allow_plan", label=_("Change plan"), view="plan")


def _quantity(_about: About) -> Offer:
    label = _("Change how many you get")
    return Offer(name="quantity", switch="allow_quantity", label=label, view="quantity")


def _frequency(_about: About) -> Offer:
    label = _("Change how often it comes")
    return Offer(name="frequency", switch="allow_frequency", label=label, view="frequency")


def _change_card(_about: About) -> Offer:
    label = _("Change the card")
    return Offer(name="card", switch="allow_card", label=label, link=way("card"))


def _coupon(_about: About) -> Offer:
    return Offer(name="coupon", switch="allow_coupon", label=_("Use a code"), view="code")


Make = Callable[[About], Offer | None]
_OFFERS: Mapping[State, tuple[Make, ...]] = {
    State.ACTIVE: (
        *(_undo, _skip, pause, move, _frequency, _quantity, _plan),
        *(address, gift, _coupon, _change_card, cancel),
    ),
    State.TRIALING: (
        *(pause, _frequency, _quantity, _plan, address, gift, _coupon, _change_card, cancel),
    ),
    State.PAUSED: (restart, return_day, address, gift, _change_card, cancel),
    State.ENDING: (keep,),
    State.PAST_DUE: (_settle, address, gift, cancel),
    State.INCOMPLETE: (_settle, cancel),
    State.CANCELLED: (again,),
    State.EXPIRED: (again,),
    State.UNKNOWN: (),
}
