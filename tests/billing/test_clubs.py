"""When a product joins or leaves a club, its buyers become members, or cease to be."""

from __future__ import annotations

import pytest

from access_rules.decisions import admission
from accounts.models import Customer
from billing.facts.buyers import rebuild_facts_of_products
from billing.models import CustomerFacts, Product
from portals.models import Club
from tests.people import create_people, create_portals


@pytest.fixture
def asked(monkeypatch):
    """What the worker was asked to do."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr("billing.facts.buyers.ask_worker", lambda *call: calls.append(call))
    return calls


@pytest.fixture
def portal(db):
    return create_portals()[1]


@pytest.fixture
def member(portal, now) -> Customer:
    club = Club.objects.get(pk=portal.club_id)
    return create_people(club.shop, club, now)["active"]


def test_leaving_the_club_closes_its_portal(member, portal, now):
    product = Product.objects.get()
    product.clubs.clear()
    rebuild_facts_of_products([product.pk], now=now)
    assert not admission(portal, Customer.objects.get(pk=member.pk), now).allowed


def test_joining_the_club_opens_its_portal(member, portal, now):
    product = Product.objects.get()
    product.clubs.clear()
    rebuild_facts_of_products([product.pk], now=now)
    product.clubs.add(portal.club_id)
    rebuild_facts_of_products([product.pk], now=now)
    assert admission(portal, Customer.objects.get(pk=member.pk), now).allowed


@pytest.mark.parametrize("change", ["add", "remove", "clear", "from_the_club", "clear_the_club"])
def test_every_way_to_change_counts_after_commit(
    member, portal, change, django_capture_on_commit_callbacks
):
    product, club = Product.objects.get(), Club.objects.get()
    other = Club.objects.create(shop=club.shop, name="Other")
    ways = {
        "add": lambda: product.clubs.add(other),
        "remove": lambda: product.clubs.remove(club),
        "clear": product.clubs.clear,
        "from_the_club": lambda: other.products.add(product),
        "clear_the_club": club.products.clear,
    }
    before = CustomerFacts.objects.get(customer=member).subscriptions
    with django_capture_on_commit_callbacks(execute=True):
        ways[change]()
        assert CustomerFacts.objects.get(customer=member).subscriptions == before
    after = CustomerFacts.objects.get(customer=member).subscriptions[0]["clubs"]
    assert set(after) == set(product.clubs.values_list("pk", flat=True)) != {club.pk}


def test_many_buyers_are_left_to_the_worker(
    member, asked, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("billing.facts.buyers.AT_ONCE", 3)
    product = Product.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        product.clubs.clear()
    assert asked == [("billing.tasks.rebuild_facts_of_products", str(product.pk))]


def test_nobody_who_never_bought_it_is_touched(member, portal, now, django_assert_max_num_queries):
    product = Product.objects.create(
        shop_id=portal.shop_id, source="stripe", external_id="prod_new", name="New"
    )
    with django_assert_max_num_queries(4):
        rebuild_facts_of_products([product.pk], now=now)
