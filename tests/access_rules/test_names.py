"""What products, plans, clubs and named rules are called in a sentence."""

import pytest

from access_rules.names import names_or, one_name, remembered
from billing.models import Price, Product
from portals.models import Club
from tests.access_rules.conftest import NOW

GONE = {
    "products": "a product that is gone",
    "prices": "a plan that is gone",
    "clubs": "a club that is gone",
    "rules": "a named rule that is gone",
}


@pytest.fixture
def kettle(shop_portal):
    """A product of the shop."""
    sold = {"shop_id": shop_portal.shop_id, "source": "test"}
    Product.objects.create(name="Grinder", external_id="grinder", **sold)
    return Product.objects.create(name="Kettle", external_id="kettle", **sold)


def test_names_are_joined_in_one_order(kettle):
    ids = Product.objects.values_list("pk", flat=True)
    assert names_or("products", [*ids, 0]) == "Grinder, Kettle or a product that is gone"
    assert names_or("products", ids, "and") == "Grinder and Kettle"


def test_plan_is_called_by_product_and_nickname(kettle):
    price = Price(
        product=kettle, shop_id=kettle.shop_id, external_id="p", unit_amount=1, fetched_at=NOW
    )
    for nickname, expected in (("", "Kettle"), ("yearly", "Kettle (yearly)")):
        price.nickname = nickname
        price.save()
        assert one_name("prices", price.pk) == expected


@pytest.mark.parametrize("kind", GONE)
def test_what_is_gone_says_so(kind, db):
    key = "00000000-0000-0000-0000-000000000000" if kind == "rules" else 1
    assert one_name(kind, key) == GONE[kind]


def test_each_name_is_asked_for_once_while_remembered(kettle, django_assert_num_queries):
    with django_assert_num_queries(1), remembered():
        for _rule in range(3):
            assert one_name("products", kettle.pk) == "Kettle"
    with django_assert_num_queries(2):
        assert [one_name("products", kettle.pk) for _rule in range(2)] == ["Kettle"] * 2


def test_names_are_read_anew_afterwards(club_portal):
    with remembered():
        one_name("clubs", club_portal.club_id)
    Club.objects.filter(pk=club_portal.club_id).update(name="Gardeners")
    assert one_name("clubs", club_portal.club_id) == "Gardeners"
