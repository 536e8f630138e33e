from __future__ import annotations

import pytest

from access_rules.presets import EVERYONE
from accounts.models import Customer
from portal_blocks.offer.block import OfferBlock
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.docs.reading import guide, table
from tests.pages import again, block, make_home
from tests.portal_blocks.offer.conftest import ada, pot  # noqa: F401  (fixtures)
from tests.portal_blocks.offer.pressing import buy, see

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


def test_who_bought_elsewhere_alone_enters_a_card(visit, shop, people, page):
    Customer.objects.filter(pk=people["any"].pk).update(source="csv")
    client = visit(again(shop), "any")
    assert "has never paid through Stripe, enters a card" in " ".join(TEXT.split())
    assert 'data-card-form="payment"' in see(client, page, quantity=1)


def test_guest_who_has_proven_nothing_is_told_to_write(visit, shop, people, page):
    Customer.objects.filter(pk=people["any"].pk).update(source="stripe_guest")
    client = visit(again(shop), "any")
    assert "they are told to write to you" in " ".join(TEXT.split())
    assert "Please write to us" in see(client, page, quantity=1)


def test_one_press_stands_beside_what_it_costs(visit, shop, ada, page):  # noqa: F811
    assert "*Buy for €89.00*" in TEXT
    assert "Buy for €89.00" in see(visit(again(shop), "active"), page)


def test_who_may_say_no_is_asked_by_the_words_of_the_text(visit, shop, ada, page):  # noqa: F811
    page.body[0].value["allow_decline"] = True
    page.save_revision().publish()
    assert "*No, thank you*" in TEXT
    assert "No, thank you" in see(visit(again(shop), "active"), page)
