from __future__ import annotations

import pytest

from access_rules.presets import EVERYONE
from accounts.models import Customer
from portal_blocks.offer.block import OfferBlock
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.docs.reading import guide, table
from tests.pages import again, block, make_home
from tests.portal_blocks.offer.conftest import ada, pot  # noqa: F401  (fixtures)
from tests.portal_blocks.offer.test_block import buy, see

TEXT = guide("sell-something")


@pytest.fixture
def page(shop, pot):  # noqa: F811
    """A page with an offer that names nothing but its price, and is sold once."""
    wanted = {"price": pot.external_id, "once": True, "allow_new_card": True}
    return make_home(shop, block("offer", **wanted), rule=EVERYONE)


def test_the_settings_in_the_text_are_the_blocks():
    fields = OfferBlock().child_blocks
    labels = {str(one.label) for name, one in fields.items() if name != "visibility"}
    assert {label for row in table(TEXT, "Setting") for label in row[0].split(", ")} == labels


def test_signed_out_the_price_is_seen_and_the_way_in(visit, shop, ada, page):  # noqa: F811
    html = see(visit(again(shop)), page)
    assert "*Sign in to buy*" in TEXT
    assert "Sign in to buy" in html
    assert "€89.00" in html


def test_who_has_bought_it_reads_so(visit, shop, ada, page):  # noqa: F811
    client = visit(again(shop), "active")
    buy(client, page)
    assert "*You have bought this*" in TEXT
    assert "You have bought this" in see(client, page)


def test_whom_stripe_does_not_know_is_told_to_write(visit, shop, people, page):
    Customer.objects.filter(pk=people["any"].pk).update(source="csv")
    client = visit(again(shop), "any")
    assert "are told to write to you" in " ".join(TEXT.split())
    assert "Please write to us" in see(client, page, quantity=1)
