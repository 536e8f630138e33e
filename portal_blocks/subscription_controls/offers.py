"""What can be done with a subscription in each state: the most likely first, giving up last."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.actions.plans import refused_plan
from billing.actions.undo_move import can_undo
from billing.models import SubscriptionState
from portal_blocks.subscription_controls.charges import move, skip, undo
from portal_blocks.subscription_controls.ending import again, cancel
from portal_blocks.subscription_controls.offer import About, Offer
from portal_blocks.subscription_controls.pausing import keep, pause, restart, return_day

State = SubscriptionState


def offers_for(about: About) -> list[Offer]:
    """Return what may be done now, if the merchant allows it."""
    offers = _OFFERS[State(about.subscription.state)]
    if about.subscription.waits_for is not None:
        offers = (_confirm, *(make for make in offers if make is cancel))
    return [offer for make in offers if (offer := make(about)) is not None and _is_on(offer, about)]


def _is_on(offer: Offer, about: About) -> bool:
    return not offer.switch or bool(about.value.get(offer.switch))


def _confirm(about: About) -> Offer:
    """The bank waits for the customer; until then nothing else is offered but to give up."""
    return Offer(
        name="finish",
        switch="",
        label=_("Confirm the payment"),
        link=_address("finish_operation", str(about.subscription.waits_for)),
        primary=True,
    )


def _update_card(_about: About) -> Offer:
    label, link = _("Update card"), _address("deep_link", "card")
    return Offer(name="card", switch="", label=label, link=link, primary=True)


def _skip(about: About) -> Offer | None:
    """Where a pause stops the service, who skips a charge would have it for nothing."""
    is_possible = about.viewer.portal.holds_deliveries and about.subscription.moved_from is None
    return skip(about) if is_possible else None


def _undo(about: About) -> Offer | None:
    return undo(about) if can_undo(about.subscription, now=about.now) else None


def _plan(about: About) -> Offer | None:
    if refused_plan(about.subscription) is not None:
        return None
    return Offer(name="plan", switch="allow_plan", label=_("Change plan"), view="plan")


def _coupon(_about: About) -> Offer:
    return Offer(name="coupon", switch="allow_coupon", label=_("Use a code"), view="code")


def _address(name: str, argument: str) -> str:
    urls = settings.REALM_URLCONFS["portal"]  # the editor previews blocks on its own host
    return reverse(name, urlconf=urls, args=[argument])


Make = Callable[[About], Offer | None]
_OFFERS: Mapping[State, tuple[Make, ...]] = {
    State.ACTIVE: (_undo, _skip, pause, move, _plan, _coupon, cancel),
    State.TRIALING: (pause, _plan, _coupon, cancel),
    State.PAUSED: (restart, return_day, cancel),
    State.ENDING: (keep,),
    State.PAST_DUE: (_update_card, cancel),
    State.INCOMPLETE: (cancel,),
    State.CANCELLED: (again,),
    State.EXPIRED: (again,),
    State.UNKNOWN: (),
}
