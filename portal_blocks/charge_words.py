"""What happens next with a subscription, in sentences: for every block that tells of it.

To speak of one more state, give it a function in `SENTENCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from billing.failures import Failure
from billing.models import PaymentState, Subscription, SubscriptionState
from portal_blocks.order_words import title_of as title_of_things
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day, percent, price

State = SubscriptionState


def sentence_of(subscription: Subscription, card: str, viewer: Viewer) -> str:
    """Say what happens next; `card` is the words for the card that pays, empty for none."""
    if bank_asks(subscription, viewer):
        return _("Your bank wants you to confirm the last payment. It has not been charged yet.")
    words = SENTENCES.get(State(subscription.state))
    return words(subscription, card, viewer) if words else ""


def title_of(subscription: Subscription) -> str:
    """Name the first things in it, and count the others: “House Espresso and 2 more”."""
    return title_of_things([item["name"] for item in subscription.items])


def bank_asks(subscription: Subscription, viewer: Viewer) -> bool:
    """Whether the bank wants the customer for the last payment: then it has not failed."""
    return subscription.state in (State.PAST_DUE, State.INCOMPLETE) and any(
        bill.order.subscription_id == subscription.pk
        and bill.order.payment_state == PaymentState.REQUIRES_ACTION
        for bill in viewer.data.bills
    )


def way_out(subscription: Subscription, viewer: Viewer) -> tuple[str, str]:
    """Return what settles a payment that did not come about: its words, and the way they lead.

    The first bill is paid, or the subscription never begins; a renewal is charged to a new card.
    """
    if bank_asks(subscription, viewer):
        return _("Confirm the payment"), "pay"
    if subscription.state == State.INCOMPLETE:
        return _("Pay now"), "pay"
    return _("Update card"), "card"


def retry_of(subscription: Subscription, card: str, viewer: Viewer) -> str:
    """Say when a failed payment is tried again, if at all; nothing where that is not known."""
    failure = _failure_of(subscription, viewer)
    return tried_again(failure, card, viewer) if failure is not None else ""


def tried_again(failure: Failure, card: str, viewer: Viewer) -> str:
    """Say when what failed is tried again; `card` is the words for the card, empty for none."""
    again = failure.next_try_at
    if again is None or again <= viewer.subject.now:
        return _("We do not try again by ourselves: please pay it now.")
    zone = viewer.portal.tz
    if localdate(again, zone) == localdate(viewer.subject.now, zone):
        return (
            _("We try %(card)s again today.") % {"card": card} if card else _("We try again today.")
        )
    facts = {"card": card, "date": day(again, viewer)}
    if card:
        return _("We try %(card)s again on %(date)s.") % facts
    return _("We try again on %(date)s.") % facts


def discounts_of(subscription: Subscription, viewer: Viewer) -> list[str]:
    """Say what is taken off, and how long."""
    return [_discount(one, subscription, viewer) for one in subscription.discounts]


def charge_of(subscription: Subscription, viewer: Viewer) -> str:
    """Return what a renewal costs; what a discount leaves of it is Stripe's to reckon."""
    whole = price(subscription, viewer)
    if not subscription.discounts:
        return whole
    return _("%(amount)s, less your discount,") % {"amount": whole}


def _discount(one: Mapping[str, Any], subscription: Subscription, viewer: Viewer) -> str:
    share = one.get("percent_off")
    off = percent(share) if share is not None else ""
    if one.get("amount_off") is not None:
        off = amount(one["amount_off"], subscription.currency, viewer)
    facts = {"off": off, "name": one.get("name") or ""}
    words = _("%(off)s off (%(name)s)") % facts if facts["name"] else _("%(off)s off") % facts
    if not one.get("ends_at"):
        return words
    ends = day(datetime.fromisoformat(one["ends_at"]), viewer)
    return _("%(words)s until %(date)s") % {"words": words, "date": ends}


def _next_charge(subscription: Subscription, card: str, viewer: Viewer) -> str:
    if subscription.current_period_end is None:
        return ""
    facts = {
        "amount": charge_of(subscription, viewer),
        "date": day(subscription.current_period_end, viewer),
        "card": card,
    }
    said = _("Your next charge is %(amount)s on %(date)s.")
    if card:
        said = _("Your next charge is %(amount)s on %(date)s, to %(card)s.")
    if subscription.moved_from is None:
        return said % facts
    facts["origin"] = day(subscription.moved_from, viewer)
    return " ".join([said % facts, _("It was moved from %(origin)s.") % facts])


def _trial(subscription: Subscription, card: str, viewer: Viewer) -> str:
    if subscription.trial_ends_at is None:
        return _next_charge(subscription, card, viewer)
    facts = {
        "amount": charge_of(subscription, viewer),
        "date": day(subscription.trial_ends_at, viewer),
        "card": card,
    }
    if not card:
        return _("Your trial is free until %(date)s. Then it is %(amount)s.") % facts
    return _("Your trial is free until %(date)s. Then we charge %(amount)s to %(card)s.") % facts


def _past_due(subscription: Subscription, card: str, viewer: Viewer) -> str:
    again = retry_of(subscription, card, viewer)
    if again:
        return f"{_('The last payment did not go through.')} {again}"
    if not card:
        return _("The last payment did not go through. We will try again in the next days.")
    return _(
        "The last payment did not go through. We will try %(card)s again in the next days; "
        "make sure that it can be charged."
    ) % {"card": card}


def _failure_of(subscription: Subscription, viewer: Viewer) -> Failure | None:
    """The newest answer of a bank about what is owed for it; None where none is known."""
    owed = [one for one in viewer.data.bills if one.order.subscription_id == subscription.pk]
    told = [viewer.data.failures.get(one.invoice_id) for one in owed]
    return max(filter(None, told), key=lambda one: one.at, default=None)


def _paused(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    if subscription.returns_at is not None:
        date = day(subscription.returns_at, viewer)
        return _("Paused until %(date)s. Nothing is charged or sent until then.") % {"date": date}
    return _("Nothing is charged or sent until you restart.")


def _ending(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    ends = subscription.cancel_at or subscription.current_period_end
    if ends is None:
        return _("It will not renew, and nothing more is charged.")
    return _("It ends on %(date)s. Nothing more is charged.") % {"date": day(ends, viewer)}


def _ended(subscription: Subscription, _card: str, viewer: Viewer) -> str:
    if subscription.ended_at is None:
        return _("It has ended. Nothing more is charged.")
    return _("It ended on %(date)s. Nothing more is charged.") % {
        "date": day(subscription.ended_at, viewer)
    }


def _incomplete(_subscription: Subscription, _card: str, _viewer: Viewer) -> str:
    return _(
        "The first payment has not gone through, so it has not started. "
        "It begins as soon as that is paid."
    )


SENTENCES: Mapping[State, Callable[[Subscription, str, Viewer], str]] = {
    State.TRIALING: _trial,
    State.ACTIVE: _next_charge,
    State.PAST_DUE: _past_due,
    State.PAUSED: _paused,
    State.ENDING: _ending,
    State.CANCELLED: _ended,
    State.EXPIRED: _ended,
    State.INCOMPLETE: _incomplete,
}
