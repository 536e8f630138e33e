"""The fixed cast: one customer for each state, and the two portals they meet.

Tests name them by key: `people["past-due"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import Order, OrderLine, Product, Subscription
from portals.models import Club, PortalKind, PortalSettings, Shop
from portals.registry import Portal, _registry, portal_of
from tests.rows_again import written_again

SHOP_HOST, CLUB_HOST = "shop.localhost", "club.localhost"
ORDERED = timedelta(days=60)
IN_STATE = timedelta(days=2)
"""How long each has been in their state: less than a failed payment is forgiven."""


@dataclass(frozen=True)
class Person:
    """One of the cast. State `none`: one order, no subscription."""

    email: str
    state: str
    order_number: str

    @property
    def key(self) -> str:
        """The name tests call them by."""
        return self.email.split("@")[0]


PEOPLE = [
    Person("any@example.com", "none", "1001"),
    Person("active@example.com", "active", "1002"),
    Person("trialing@example.com", "trialing", "1003"),
    Person("past-due@example.com", "past_due", "1004"),
    Person("paused@example.com", "paused", "1005"),
    Person("ending@example.com", "ending", "1006"),
    Person("cancelled@example.com", "cancelled", "1007"),
]


def create_people(shop: Shop, club: Club, now: datetime) -> dict[str, Customer]:
    """Write the whole cast, subscribed to one product of `club`; return them by key."""
    made: dict[str, Customer] = {}
    key = ("people", shop.pk, club.pk)
    if not written_again(key, lambda: made.update(make_people(shop, club, now)), now=now):
        return made
    for customer in Customer.objects.filter(shop=shop).order_by("pk"):
        customer.shop = shop
        made[customer.email.split("@")[0]] = customer
    return made


def make_people(shop: Shop, club: Club, now: datetime) -> dict[str, Customer]:
    """Make the cast, as `create_people` has it at the first time."""
    product = Product.objects.create(
        shop=shop, source="stripe", external_id="prod_membership", name="Membership"
    )
    product.clubs.add(club)
    people = {person.key: _create(person, product, now) for person in PEOPLE}
    rebuild_facts([customer.pk for customer in people.values()], now=now)
    return people


def create_portals() -> tuple[Portal, Portal]:
    """Write one shop with a customer portal and a membership portal; return both."""
    written_again("portals", make_portals, now=timezone.now())
    _registry.forget()
    portals = portal_of(SHOP_HOST), portal_of(CLUB_HOST)
    assert None not in portals
    return portals  # type: ignore[return-value]


def make_portals() -> None:
    """Make the portals, as `create_portals` has them at the first time."""
    shop = Shop.objects.create(name="Greenhouse")
    club = Club.objects.create(shop=shop, name="Green Club")
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    _portal(SHOP_HOST, root, shop=shop, kind=PortalKind.CUSTOMER)
    _portal(CLUB_HOST, root, shop=shop, kind=PortalKind.MEMBERSHIP, club=club)


def _create(person: Person, product: Product, now: datetime) -> Customer:
    customer = Customer.objects.create(
        shop=product.shop,
        source="stripe",
        external_id=f"cus_{person.key}",
        email=person.email,
        name=person.key.replace("-", " ").title(),
        country="GB",
    )
    subscribed = person.state != "none"
    subscription = _subscribe(customer, person, product, now) if subscribed else None
    order = Order.objects.create(
        shop=product.shop,
        customer=customer,
        source="stripe",
        external_id=f"in_{person.key}",
        number=person.order_number,
        email=person.email,
        placed_at=now - ORDERED,
        currency="GBP",
        subtotal=1200,
        total=1200,
        subscription=subscription,
    )
    bought = product if subscribed else None
    name = product.name if subscribed else "Watering can"
    OrderLine.objects.create(
        order=order, position=1, name=name, unit_amount=1200, total=1200, product=bought
    )
    return customer


def _subscribe(customer: Customer, person: Person, product: Product, now: datetime) -> Subscription:
    subscription = Subscription.objects.create(
        shop=product.shop,
        customer=customer,
        external_id=f"sub_{person.key}",
        state=person.state,
        state_since=now - IN_STATE,
        raw_status=person.state,
        currency="GBP",
        amount=1200,
        interval="month",
        started_at=now - ORDERED,
        fetched_at=now,
    )
    subscription.products.add(product)
    return subscription


def _portal(host: str, root: Page, **settings: object) -> Portal:
    home = root.add_child(title=host, slug=host.removesuffix(".localhost"))
    site = Site.objects.create(hostname=host, port=80, site_name=host, root_page=home)
    PortalSettings.objects.create(site=site, **settings)
    portal = portal_of(host)
    assert portal is not None
    return portal
