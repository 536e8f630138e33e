from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from accounts.models import Customer
from billing.facts import rebuild_facts
from billing.models import CustomerFacts, Membership, Order, OrderLine, Product
from portals.models import Club, Shop

NOW = datetime(2026, 2, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def club(shop) -> Club:
    club = Club.objects.create(shop=shop, name="Green Club")
    product = Product.objects.create(shop=shop, source="csv", external_id="p", name="Tea")
    product.clubs.add(club)
    return club


def buyer(club: Club, name: str, *, days: int = 0, phone: str = "") -> Customer:
    shop: Shop = club.shop
    customer = Customer.objects.create(shop=shop, source="csv", external_id=name, phone=phone)
    money = {"currency": "EUR", "total": 1000, "payment_state": "paid"}
    order = Order.objects.create(
        shop=shop,
        customer=customer,
        source="csv",
        external_id=name,
        number=name,
        placed_at=NOW - timedelta(days=days),
        **money,
    )
    product = club.products.get()
    OrderLine.objects.create(order=order, position=1, name="Tea", product=product)
    return customer


def numbers(club: Club) -> dict[str, str]:
    return dict(club.memberships.values_list("customer__external_id", "number"))


def test_members_are_numbered_in_the_order_in_which_they_joined(club):
    people = [buyer(club, "late", days=1), buyer(club, "early", days=9)]
    rebuild_facts([one.pk for one in people], now=NOW)
    assert numbers(club) == {"early": "1", "late": "2"}


def test_a_number_stays_when_facts_are_written_again(club):
    ada = buyer(club, "ada", days=5)
    for _time in range(2):
        rebuild_facts([ada.pk], now=NOW)
    assert numbers(club) == {"ada": "1"}
    assert Membership.objects.get().since == NOW - timedelta(days=5)


def test_facts_repeat_the_membership(club):
    ada = buyer(club, "ada", days=5)
    rebuild_facts([ada.pk], now=NOW)
    since = int((NOW - timedelta(days=5)).timestamp())
    told = [{"club": club.pk, "number": "1", "since": since}]
    assert CustomerFacts.objects.get(pk=ada.pk).memberships == told


def test_whoever_bought_nothing_of_a_club_has_no_number(club):
    guest = Customer.objects.create(shop=club.shop, source="csv", external_id="guest")
    rebuild_facts([guest.pk], now=NOW)
    assert numbers(club) == {}


def test_a_phone_number_is_the_member_number_and_without_one_the_next_in_line(club):
    Club.objects.update(numbers="phone")
    people = [buyer(club, "a", days=3, phone="+44 20 7946 0018"), buyer(club, "b")]
    rebuild_facts([one.pk for one in people], now=NOW)
    assert numbers(club) == {"a": "442079460018", "b": "1"}


def test_two_members_with_one_phone_have_two_numbers(club):
    Club.objects.update(numbers="phone")
    people = [buyer(club, "a", days=3, phone="0123"), buyer(club, "b", phone="0123")]
    rebuild_facts([one.pk for one in people], now=NOW)
    assert numbers(club) == {"a": "0123", "b": "1"}


def test_random_numbers_are_eight_letters_and_digits(club):
    Club.objects.update(numbers="random")
    people = [buyer(club, str(n)) for n in range(3)]
    rebuild_facts([one.pk for one in people], now=NOW)
    found = list(numbers(club).values())
    assert {len(one) for one in found} == {8}
    assert len(set(found)) == 3


def test_numbers_go_on_after_the_last_one_and_pass_by_those_that_are_taken(club):
    Club.objects.update(last_number=41)
    other = Customer.objects.create(shop=club.shop, source="csv", external_id="other")
    Membership.objects.create(club=club, customer=other, number="42", since=NOW)
    ada = buyer(club, "ada")
    rebuild_facts([ada.pk], now=NOW)
    assert numbers(club)["ada"] == "43"


@pytest.mark.django_db(transaction=True)
def test_two_who_join_at_once_get_two_numbers(club):
    people = [buyer(club, name) for name in ("a", "b", "c")]

    def join(pk: int) -> None:
        try:
            with transaction.atomic():
                rebuild_facts([pk], now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=[one.pk]) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(numbers(club).values()) == ["1", "2", "3"]
