"""Bought one of these products, ever."""

from access_rules.conditions.bought_product import HasBought
from access_rules.subject import signed_out
from billing.models import Product
from tests.access_rules.builders import buyer
from tests.access_rules.conftest import NOW

GRINDER_OR_KETTLE = HasBought(frozenset({1, 2}))
EXAMPLES = [GRINDER_OR_KETTLE, HasBought(frozenset({99, 2**62}))]
REFUSED = [{"products": bad} for bad in ("1", [], [0], ["1"], [True], [1, 1], [2**63], [1.0], None)]


def test_one_of_the_products_is_enough():
    assert GRINDER_OR_KETTLE.holds_for(buyer(products=frozenset({2, 5}))) is True


def test_whoever_bought_nothing_is_a_known_no():
    assert GRINDER_OR_KETTLE.holds_for(buyer()) is False


def test_what_a_visitor_bought_is_not_known():
    assert GRINDER_OR_KETTLE.holds_for(signed_out(NOW)) is None


def test_sentences_name_the_products(shop_portal):
    for number, name in enumerate(("Grinder", "Kettle"), start=1):
        Product.objects.create(
            pk=number, shop_id=shop_portal.shop_id, external_id=name, name=name, source="test"
        )
    assert GRINDER_OR_KETTLE.describe() == "has bought Grinder or Kettle"
    assert GRINDER_OR_KETTLE.fact(buyer(products=frozenset({1, 2}))) == "Bought Grinder and Kettle."
    assert GRINDER_OR_KETTLE.fact(buyer()) == "Bought none of these."
