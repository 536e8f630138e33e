"""The demo's shop at the local Stripe: products, prices, and customers in every state.

Written by Stripe's own API with the clock of the local Stripe set back, and played forward to
now: so renewals, failed payments and cancellations have happened, as they would have.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from billing.gateway.client import api
from billing.gateway.subscription_delivery import GIFT_NOTE, kept_address
from cms.demo.homes import GIFTS, PHONES, home_of, parcels_of
from cms.demo.leaving_pages import CODE

SHOP_NAME = "Kestrel Coffee"
CLUB_NAME = "The Roast Club"
HISTORY = timedelta(days=100)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """One product sold by subscription. `amount` is minor units."""

    key: str
    name: str
    description: str
    picture: str
    amount: int
    interval: str
    interval_count: int
    in_club: bool


PLANS = (
    Plan(
        "espresso", "House Espresso, 1 kg", "Chocolate, hazelnut, a long finish.",
        "house-espresso", 2400, "week", 4, in_club=True,
    ),
    Plan(
        "filter", "Filter of the month, 250 g", "A new single origin every month.",
        "filter-of-the-month", 1250, "month", 1, in_club=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """One more way to buy: a plan at another rhythm, or a thing that is paid for once.

    `sold` is the key of a plan or of a good. `interval` is empty where it is paid once.
    """

    sold: str
    nickname: str
    amount: int
    interval: str = ""
    interval_count: int = 1


@dataclass(frozen=True, slots=True)
class Good:
    """A thing that is sold without a subscription."""

    key: str
    name: str
    description: str
    picture: str


GOODS = (
    Good("grinder", "Hand grinder", "Steel burrs, 30 g, quiet enough for early.", "hand-grinder"),
    Good("decaf", "Decaf, 250 g", "Sugar cane process, washed.", "decaf"),
    Good("set", "Morning set", "Hand grinder, ceramic dripper and a bag.", "hand-grinder"),
)
OFFERED = (
    Offered("espresso", "Every two weeks", 2300, "week", 2),
    Offered("espresso", "One bag", 2600),
    Offered("filter", "Yearly", 13500, "year"),
    Offered("decaf", "One bag", 1150),
    Offered("decaf", "Monthly", 1050, "month"),
    Offered("grinder", "Hand grinder", 8900),
    Offered("set", "For subscribers", 9900),
)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One customer, and the story of their subscription in days before now."""

    email: str
    name: str
    plan: str
    started: int
    card: str = "pm_card_visa"
    trial_days: int = 0
    home: tuple[str, str, str] = ("DE", "", "de")  # country, region, language
    story: tuple[tuple[int, str], ...] = ()


SUBSCRIBERS = (
    Subscriber("active@example.com", "Amara Osei", "espresso", 95, "pm_card_mastercard"),
    Subscriber(
        "trialing@example.com", "Theo Lindqvist", "filter", 4, trial_days=14,
        home=("SE", "", "sv"),
    ),
    Subscriber(
        "past-due@example.com", "Priya Nair", "espresso", 87, home=("US", "CA", "en-US"),
        story=((10, "card_goes_bad"),),
    ),
    Subscriber("paused@example.com", "Paul Hartmann", "espresso", 70, story=((12, "pause"),)),
    Subscriber(
        "ending@example.com", "Elena Rossi", "filter", 75, home=("IT", "", "it"),
        story=((3, "cancel"),),
    ),
    Subscriber(
        "cancelled@example.com", "Carla Mendes", "espresso", 96, home=("PT", "", "pt"),
        story=((35, "cancel"),),
    ),
)  # fmt: skip


def build_shop(now: datetime) -> list[str]:
    """Make the shop at the local Stripe; return the ids of its customers."""
    _control("reset", {})
    _clock(now - HISTORY)
    products = {sold.key: _product(sold) for sold in (*PLANS, *GOODS)}
    prices = {plan.key: _plan_price(products[plan.key], plan) for plan in PLANS}
    for offered in OFFERED:
        _price(products[offered.sold], offered)
    _promotion_code()
    made: dict[str, tuple[str, str]] = {}
    for moment, happens in _timeline(prices, made):
        _clock(now - moment)
        happens()
    _clock(None)
    return [customer for customer, _subscription in made.values()]


def _promotion_code() -> None:
    """A fifth less for three charges, for whoever thinks of leaving."""
    terms: Any = {"percent_off": 20, "duration": "repeating", "duration_in_months": 3}
    terms["name"] = "Three bags with a fifth off"
    coupon = api().coupons.create(terms)
    promotion: Any = {"type": "coupon", "coupon": coupon.id}
    api().promotion_codes.create({"code": CODE, "promotion": promotion})


def _timeline(
    prices: dict[str, str], made: dict[str, tuple[str, str]]
) -> list[tuple[timedelta, Callable[[], None]]]:
    """Return everything that happens, oldest first."""
    events: list[tuple[timedelta, Callable[[], None]]] = []
    for person in SUBSCRIBERS:
        events.append((person.started * DAY, _begins(person, prices, made)))
        for days, verb in person.story:
            events.append((days * DAY, _happens(person, verb, made)))
    return sorted(events, key=lambda event: -event[0])


def _begins(
    person: Subscriber, prices: dict[str, str], made: dict[str, tuple[str, str]]
) -> Callable[[], None]:
    def begin() -> None:
        made[person.email] = _subscribe(person, prices[person.plan])

    return begin


def _happens(person: Subscriber, verb: str, made: dict[str, tuple[str, str]]) -> Callable[[], None]:
    return lambda: STORY[verb](*made[person.email])


def _product(sold: Plan | Good) -> str:
    product = api().products.create(
        {
            "name": sold.name,
            "description": sold.description,
            "images": [f"{settings.STATIC_URL}demo/{sold.picture}.svg"],
            "metadata": {"portico_shop": SHOP_NAME},
        }
    )
    return str(product.id)


def _plan_price(product: str, plan: Plan) -> str:
    return _price(product, Offered(plan.key, "", plan.amount, plan.interval, plan.interval_count))


def _price(product: str, offered: Offered) -> str:
    params: Any = {"product": product, "currency": "eur", "unit_amount": offered.amount}
    if offered.nickname:
        params["nickname"] = offered.nickname
    if offered.interval:
        rhythm = {"interval": offered.interval, "interval_count": offered.interval_count}
        params["recurring"] = rhythm
    return str(api().prices.create(params).id)


def _subscribe(person: Subscriber, price: str) -> tuple[str, str]:
    country, region, language = person.home
    wanted: Any = {
        "email": person.email,
        "name": person.name,
        "address": home_of(person.email, country, region),
        "preferred_locales": [language],
        "metadata": {"portico_shop": SHOP_NAME, "roast": "dark"},
    }
    if person.email in PHONES:
        wanted["phone"] = PHONES[person.email]
    if to := dict(parcels_of(person.email, person.name)):
        wanted["shipping"] = {"name": to.pop("name"), "address": to}
    customer = api().customers.create(wanted)
    _use_card(customer.id, person.card)
    params: Any = {"customer": customer.id, "items": [{"price": price}]}
    if person.trial_days:
        params["trial_period_days"] = person.trial_days
    if person.email in GIFTS:
        note, to_whom = GIFTS[person.email]
        params["metadata"] = {GIFT_NOTE: note, **kept_address(to_whom)}
    return str(customer.id), str(api().subscriptions.create(params).id)


def _use_card(customer: str, card: str) -> None:
    attached = api().payment_methods.attach(card, {"customer": customer})
    api().customers.update(customer, {"invoice_settings": {"default_payment_method": attached.id}})


def _pause(_customer: str, subscription: str) -> None:
    api().subscriptions.update(subscription, {"pause_collection": {"behavior": "void"}})


def _cancel(_customer: str, subscription: str) -> None:
    api().subscriptions.update(subscription, {"cancel_at_period_end": True})


def _card_goes_bad(customer: str, _subscription: str) -> None:
    old = [card.id for card in api().customers.payment_methods.list(customer).data]
    _use_card(customer, "pm_card_chargeCustomerFail")
    for card in old:
        api().payment_methods.detach(card)


STORY: dict[str, Callable[[str, str], None]] = {
    "pause": _pause,
    "cancel": _cancel,
    "card_goes_bad": _card_goes_bad,
}


def _clock(to: datetime | None) -> None:
    """Move the local Stripe's clock, playing what becomes due; None means to the real now."""
    _control("clock", {"to": int(to.timestamp()) if to else "now"})


def _control(what: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(  # noqa: S310  (our own loopback)
        f"{settings.STRIPE_API_BASE}/_local/{what}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
        response.read()
