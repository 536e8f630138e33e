import uuid

import pytest

from accounts.models import Customer, CustomerAccount
from billing.actions.answer_offer import answer_offer
from billing.models import Operation
from billing.offers import (
    answers_of,
    buyer_of,
    open_purchases,
    price_of_shop,
    prices_sold,
    purchase_of,
)
from portals.models import Shop
from tests.billing.actions.shelf import buyer, shelve


@pytest.fixture
def pot(stripe, shop):
    return shelve(shop)


@pytest.fixture
def ada(stripe, shop):
    return buyer()


def _purchase(customer, pot, outcome, action="buy", card="pm_1"):
    return Operation.objects.create(
        id=uuid.uuid4(),
        customer=customer,
        action=action,
        target=pot.external_id,
        params={"card": card},
        actor="customer",
        outcome=outcome,
    )


def test_price_is_found_in_its_own_shop_only(shop, pot):
    assert price_of_shop(shop.pk, pot.external_id) == pot
    assert price_of_shop(Shop.objects.create(name="Elsewhere").pk, pot.external_id) is None


def test_what_is_sold_no_more_cannot_be_chosen(pot):
    assert prices_sold() == [pot]
    pot.product.is_active = False
    pot.product.save()
    assert prices_sold() == []


def test_the_one_with_a_card_buys(ada):
    bare = buyer("", email="bare@example.com")
    assert buyer_of([bare.pk, ada.pk]) == ada
    assert buyer_of([bare.pk]) == bare


def test_whoever_bought_elsewhere_buys_where_stripe_knows_none_of_them(ada):
    other = Customer.objects.create(shop=ada.shop, source="csv", external_id="b@example.com")
    assert buyer_of([other.pk]) == other
    assert buyer_of([other.pk, ada.pk]) == ada


@pytest.mark.parametrize("verified", [False, True])
def test_guest_buys_once_the_address_is_proven(ada, verified, now):
    account = CustomerAccount.objects.create(
        shop=ada.shop, email="Ada@example.com", email_verified_at=now if verified else None
    )
    Customer.objects.filter(pk=ada.pk).update(source="stripe_guest", account=account)
    assert (buyer_of([ada.pk]) is not None) == verified


def test_nobody_buys_who_is_deleted(ada, now):
    Customer.objects.filter(pk=ada.pk).update(deleted_at=now)
    assert buyer_of([ada.pk]) is None


def test_answer_replaces_the_one_before(ada, now):
    answer_offer([ada.pk], (7, "b1"), "declined", now=now)
    answer_offer([ada.pk], (7, "b1"), "bought", now=now)
    assert {key: one.answer for key, one in answers_of([ada.pk]).items()} == {(7, "b1"): "bought"}


def test_answers_of_others_are_not_theirs(ada, now):
    answer_offer([ada.pk], (7, "b1"), "declined", now=now)
    assert answers_of([buyer("", email="bare@example.com").pk]) == {}


@pytest.mark.parametrize(
    ("outcome", "card", "is_open"),
    [
        ("pending", "pm_1", True),
        ("unknown", "new", True),
        ("waiting", "pm_1", True),
        ("waiting", "new", False),
        ("done", "pm_1", False),
        ("refused", "pm_1", False),
    ],
)
def test_purchase_is_open_until_it_is_settled(ada, pot, outcome, card, is_open):
    made = _purchase(ada, pot, outcome, card=card)
    assert open_purchases([ada.pk]) == ({pot.external_id: made} if is_open else {})


def test_purchase_is_found_by_its_own_customer_only(ada, pot):
    made, pause = _purchase(ada, pot, "done"), _purchase(ada, pot, "done", "pause_subscription")
    assert purchase_of([ada.pk], str(made.pk)) == made
    assert purchase_of([ada.pk], str(pause.pk)) is None
    assert purchase_of([ada.pk + 1], str(made.pk)) is None
