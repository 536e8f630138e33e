from __future__ import annotations

from billing.gateway.client import api
from billing.models import Operation
from portal_blocks.offer.block import OfferBlock
from portals.models import Shop
from tests.billing.actions.shelf import shelve
from tests.portal_blocks.cast import shown, viewer
from tests.portal_blocks.offer.pressing import (
    see,
)
from tests.promises import promise


@promise(24)
def test_exact_total_and_card_are_said_before_the_button(visit, shop, ada, pot, sell):
    html = see(visit(shop, "active"), sell(pot), quantity=2)
    assert "Pay €178.00" in html
    assert "We charge Visa ending 4242." in html
    assert not Operation.objects.exists()


def test_subscription_says_how_it_renews(visit, shop, ada, sell):
    box = shelve(ada.shop, amount=2400, interval="month", name="Box")
    client, page = visit(shop, "active"), sell(box)
    assert "It renews every month at €24.00, until you cancel." in see(client, page, quantity=1)
    assert "Subscribe" in see(client, page)


def test_credit_is_shown_on_the_way_to_the_total(visit, shop, ada, pot, sell):
    api().customers.update(ada.external_id, {"balance": -900})
    html = see(visit(shop, "active"), sell(pot), quantity=1)
    assert "From your credit" in html
    assert "Pay €80.00" in html


def test_what_waited_for_a_subscriptions_invoice_is_shown(visit, shop, ada, sell):
    item = {"customer": ada.external_id, "amount": 500, "currency": "eur"}
    api().invoice_items.create(item)
    box = shelve(ada.shop, amount=2400, interval="month", name="Box")
    html = see(visit(shop, "active"), sell(box), quantity=1)
    assert "Other amounts" in html
    assert "Pay €29.00" in html


def test_more_than_the_merchant_allows_is_not_sold(visit, shop, ada, pot, sell):
    html = see(visit(shop, "active"), sell(pot, most=2), quantity=50)
    assert "Pay €178.00" in html


def test_signed_out_are_led_to_sign_in_and_back(visit, shop, pot, sell):
    html = see(visit(shop), sell(pot))
    assert 'href="/sign-in/?next=%2F"' in html
    assert "Sign in to buy" in html


def test_guest_is_asked_to_write(visit, shop, people, pot, sell):
    people["any"].source = "stripe_guest"
    people["any"].save()
    assert "Please write to us" in see(visit(shop, "any"), sell(pot), quantity=1)


def test_with_stripe_down_the_panel_says_so(stripe, stand):
    client, page = stand()
    stripe.fault("down")
    html = see(client, page, quantity=1)
    assert "We cannot reach our payment partner" in html
    assert "You have not been charged." in html


def test_price_of_another_shop_is_not_offered(visit, shop, ada, sell):
    other = shelve(Shop.objects.create(name="Elsewhere"), name="Secret pot")
    html = see(visit(shop, "active"), sell(other), quantity=1)
    assert "Secret pot" not in html
    assert "not sold" in html


def test_names_of_products_are_text(db, shop):
    html = shown(OfferBlock(), {"price": "sample", "title": "<script>x</script>"}, viewer())
    assert "<script" not in html


def test_without_a_card_on_file_there_is_a_form_for_one(visit, shop, ada, pot, sell):
    ada.cards.all().delete()
    html = see(visit(shop, "active"), sell(pot, allow_new_card=False), quantity=1)
    assert 'data-card-form="payment"' in html
    assert "offer__pay" not in html
