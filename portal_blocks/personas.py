"""Invented people to look at a page as: one for each state a customer can be in.

Each has every fact that rules may ask for, so that a composed rule answers about them as it would
about somebody real. To add one, add a line to `CAST`; what they own on a page is in `samples.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from access_rules.subject import Subject, Visit, signed_out, subject_of
from billing.models import CustomerFacts, SubscriptionState
from portals.registry import Portal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOBODY = 0
"""The id of an invented customer, which no real one has."""
CHARGING = {SubscriptionState.ACTIVE, SubscriptionState.TRIALING, SubscriptionState.PAST_DUE}
SIGNED_OUT, FIRST = "signed_out", "active"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody invented. Days are counted back from today.

    `state` None: no subscription; `orders` None: nobody is signed in.
    """

    label: StrPromise
    state: SubscriptionState | None = None
    started: int = 0
    in_state: int = 0
    orders: int | None = 1


CAST: dict[str, Persona] = {
    FIRST: Persona(_("Active customer"), SubscriptionState.ACTIVE, 200, 200, 8),
    "inactive": Persona(_("Inactive customer"), SubscriptionState.EXPIRED, 300, 90, 5),
    "trialing": Persona(_("On trial"), SubscriptionState.TRIALING, 4, 4, 1),
    "past_due": Persona(_("Payment failed"), SubscriptionState.PAST_DUE, 200, 3, 7),
    "paused": Persona(_("Paused"), SubscriptionState.PAUSED, 200, 10, 7),
    "ending": Persona(_("Ending"), SubscriptionState.ENDING, 200, 5, 8),
    "cancelled": Persona(_("Cancelled"), SubscriptionState.CANCELLED, 200, 10, 7),
    "any_customer": Persona(_("Any customer, no subscription"), orders=1),
    SIGNED_OUT: Persona(_("Signed out"), orders=None),
}
PERSONAS: dict[str, StrPromise] = {key: one.label for key, one in CAST.items()}


def persona_subject(key: str, portal: Portal, now: datetime) -> Subject:
    """Return the facts of one of `CAST` in a portal, whose own policy decides on the standing."""
    persona = CAST[key]
    visit = Visit(("order_number",), frozenset(), get_language() or "")
    if persona.orders is None:
        return signed_out(now, portal, Visit((), frozenset(), visit.language))
    return subject_of(portal, _facts(persona, portal, now), NOBODY, now, visit)


def persona_facts(key: str, portal: Portal, now: datetime) -> CustomerFacts:
    """Return the row of facts that one of `CAST` would have; nothing is saved."""
    return _facts(CAST[key], portal, now)


def _facts(persona: Persona, portal: Portal, now: datetime) -> CustomerFacts:
    orders = persona.orders or 0
    clubs = frozenset() if portal.club_id is None else frozenset({portal.club_id})
    subscriptions = [_subscription(persona, clubs, now)] if persona.state else []
    since = int((now - timedelta(days=persona.started)).timestamp())
    last = now - timedelta(days=2 if persona.state in CHARGING else persona.in_state + 30)
    return CustomerFacts(
        customer_id=NOBODY,
        shop_id=portal.shop_id,
        country="GB",
        language=get_language() or "",
        tags=frozenset(),
        subscriptions=subscriptions,
        products=frozenset(),
        clubs_ever=clubs if persona.state else frozenset(),
        memberships=[{"club": pk, "number": "1042", "since": since} for pk in clubs],
        orders_count=orders,
        first_order_at=min(last, now - timedelta(days=persona.started)),
        last_order_at=last,
        spent={"EUR": orders * 2400},
        card_expires_at=now.replace(year=now.year + 2, month=9, day=1),
    )


def _subscription(persona: Persona, clubs: frozenset[int], now: datetime) -> dict[str, Any]:
    """One subscription as a row of facts holds it."""
    since = now - timedelta(days=persona.in_state)
    ended = persona.state in {SubscriptionState.CANCELLED, SubscriptionState.EXPIRED}
    charges = persona.state in CHARGING and persona.state != SubscriptionState.PAST_DUE
    return {
        "state": str(persona.state),
        "since": int(since.timestamp()),
        "started": int((now - timedelta(days=persona.started)).timestamp()),
        "ended": int(since.timestamp()) if ended else None,
        "next_charge": int((now + timedelta(days=11)).timestamp()) if charges else None,
        "renewals": max(0, (persona.orders or 0) - 1),
        "products": [],
        "prices": [],
        "clubs": sorted(clubs),
    }
