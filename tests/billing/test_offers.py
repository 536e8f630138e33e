import uuid

import pytest

from billing.models import Operation
from billing.offers import buyer_of, open_purchase, price_of_shop, prices_sold, purchase_of
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


def test_nobody_buys_whom_stripe_does_not_know(ada):
    ada.source = "csv"
    ada.save()
    assert buyer_of([ada.pk]) is None


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
    assert open_purchase([ada.pk], pot.external_id) == (made if is_open else None)


def test_purchase_is_found_by_its_own_customer_only(ada, pot):
    made, pause = _purchase(ada, pot, "done"), _purchase(ada, pot, "done", "pause_subscription")
    assert purchase_of([ada.pk], str(made.pk)) == made
    assert purchase_of([ada.pk], str(pause.pk)) is None
    assert purchase_of([ada.pk + 1], str(made.pk)) is None
