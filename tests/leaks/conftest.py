"""The world that is crawled, made once, and a way to be each of its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from access_rules import named
from accounts.models import Customer, StaffUser
from accounts.sessions import CustomerSessionStore
from billing.facts import rebuild_facts
from billing.models import Order
from cms.pages.tree import _trees
from portals.models import Club, PortalKind, PortalSettings, Shop
from portals.registry import _registry
from tests.conftest import credentials
from tests.leaks.crawl import Crawl, Visitor
from tests.leaks.rules import CAST, mark, stored_rules
from tests.leaks.secrets import Secrets
from tests.leaks.shelf import Shelf
from tests.leaks.world import Site50
from tests.people import create_people, create_portals

OTHER_HOST = "other.localhost"
# Nobody searches here: what Wagtail does after each save took half of the time.
NO_INDEX = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
CrawlAs = Callable[..., Crawl]


@pytest.fixture(scope="module")
def sites(django_db_setup, django_db_blocker) -> Iterator[dict[str, Site50]]:
    """A customer portal of fifty pages, and a membership portal of one page a rule with homes."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(TASKS=NO_INDEX):
            built = _build()
        _forget()
        yield built
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def tell(record_property) -> Callable[[int, int], None]:
    """Have the end of the run tell of a crawl: how many surfaces it asked, and how many leaked."""

    def told(surfaces: int, leaks: int) -> None:
        record_property("leaks", [surfaces, leaks])

    return told


def _build() -> dict[str, Site50]:
    shop, club = create_portals()
    people = create_people(
        Shop.objects.get(pk=shop.shop_id), Club.objects.get(pk=club.club_id), timezone.now()
    )
    mark(people, timezone.now())
    secrets, rules = Secrets(), stored_rules(shop.shop_id)
    shelf = Shelf(shop.shop_id, secrets)
    shelf.build(rules)
    built = {
        "shop": Site50(shop, secrets, rules, shelf),
        "club": Site50(club, secrets, rules, shelf, homes=True),
    }
    for name, site in built.items():
        site.build(deep=name == "shop")
    _name_homes(built["club"])
    _make_other_shop()
    return built


def _name_homes(site: Site50) -> None:
    by_rule = dict(zip(site.rules, site.pages, strict=True))
    settings = PortalSettings.objects.get(site_id=site.portal.site_id)
    settings.active_home, settings.inactive_home = by_rule["active"], by_rule["inactive"]
    settings.save()


def _make_other_shop() -> None:
    """Another shop on the same installation, with a customer of its own."""
    shop = Shop.objects.create(name="Elsewhere")
    home = Page.get_first_root_node().add_child(title="Elsewhere", slug="elsewhere")
    site = Site.objects.create(hostname=OTHER_HOST, port=80, root_page=home)
    PortalSettings.objects.create(site=site, shop=shop, kind=PortalKind.CUSTOMER)
    customer = Customer.objects.create(
        shop=shop, source="stripe", external_id="cus_other", email="other@example.com"
    )
    Order.objects.create(
        shop=shop,
        customer=customer,
        source="stripe",
        external_id="in_other",
        number="9001",
        email=customer.email,
        placed_at=timezone.now(),
        currency="EUR",
        subtotal=100,
        total=100,
    )
    rebuild_facts([customer.pk], now=timezone.now())


@pytest.fixture
def _sessions_are_read_once(monkeypatch) -> None:
    """Read a customer's session at their first visit only: nothing changes it while they crawl."""
    known: dict[tuple[str | None, int | None], tuple[Any, Any, dict[str, Any]]] = {}
    load = CustomerSessionStore.load

    def loaded(store: CustomerSessionStore) -> dict[str, Any]:
        key = (store.session_key, store.site_id)
        if store.session_key is None or key not in known:
            data = load(store)
            known[key] = (store.row, store.identity, data)
        store.row, store.identity, data = known[key]
        return dict(data)

    monkeypatch.setattr(CustomerSessionStore, "load", loaded)


@pytest.fixture
def crawl_as(sites, _sessions_are_read_once) -> CrawlAs:
    """Make the crawl of one persona: `crawl_as("club", "paused")`."""

    def made(site: str, persona: str) -> Crawl:
        here = sites[site]
        host, who = here.portal.host, persona if persona in CAST else "out"
        if site == "club" and persona == "any":
            who = "out"  # not a member, so not let in
        client = Visitor(headers={"host": host})
        if persona in CAST:
            client.post("/sign-in/", credentials(persona))
        elif persona == "staff":
            client.force_login(StaffUser.objects.create_superuser("staff@example.com", "long-pass"))
        elif persona.startswith("stranger"):
            stranger = {"email": "other@example.com", "order_number": "9001"}
            client.post("/sign-in/", stranger, headers={"host": OTHER_HOST})
            assert client.cookies, "the stranger could not sign in"
            host = OTHER_HOST if persona == "stranger at home" else host
        shelf = here.shelf
        files = [document.url for document in shelf.documents] if site == "shop" else []
        label = f"{site}:{persona}"
        return Crawl(label, who, host, client, here.secrets, shelf.opens, files)

    return made


def _forget() -> None:
    cache.clear()
    _registry.forget()
    _trees.forget()
    named.forget()
