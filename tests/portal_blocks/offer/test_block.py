from __future__ import annotations

import re

import pytest

from access_rules.presets import EVERYONE
from billing.gateway.client import api
from billing.models import Operation, Order
from portal_blocks.offer.block import OfferBlock
from portals.models import Shop
from tests.billing.actions.shelf import charges, confirm, goes_bad, shelve
from tests.pages import block, make_home, make_page
from tests.portal_blocks.cast import shown, viewer
from tests.promises import promise


@pytest.fixture
def sell(shop):
    """Put an offer on the portal's home."""

    def offered(price, **value):
        wanted = {"allow_new_card": True, "most": 3, **value}
        return make_home(shop, block("offer", price=price.external_id, **wanted), rule=EVERYONE)

    return offered


@pytest.fixture
def stand(visit, shop, ada, pot, sell):
    """The customer before an offer of the pot."""
    return lambda **value: (visit(shop, "active"), sell(pot, **value))


def leads_to(page, **routes):
    """Let the offer lead to new pages of these names."""
    for name, slug in routes.items():
        page.body[0].value[name] = make_page(page, slug)
    page.save_revision().publish()


def see(client, page, **query):
    """What the customer sees of the page; `quantity=2` opens the panel."""
    asked = {"offer": str(page.body[0].id), **query} if query else {}
    return client.get("/", asked).content.decode()


def agreed(html):
    """What the form of the first panel posts."""
    form = html.partition('class="offer__pay"')[2].partition("</form>")[0]
    names = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in names if name != "csrfmiddlewaretoken"}


def press(client, page, name="buy", **data):
    return client.post(f"/do/{page.pk}/{page.body[0].id}/{name}/", data)


def buy(client, page, quantity=1, **changes):
    """Open the panel, and press its button."""
    form = agreed(see(client, page, quantity=quantity))
    return press(client, page, **{**form, **changes})


@promise(24)
def test_exact_total_and_card_are_said_before_the_button(visit, shop, ada, pot, sell):
    html = see(visit(shop, "active"), sell(pot), quantity=2)
    assert "Pay €178.00" in html
    assert "We charge Visa ending 4242." in html
    assert not Operation.objects.exists()


@promise(13)
def test_page_asks_nothing_of_stripe_before_somebody_wants_to_buy(stripe, stand):
    client, page = stand()
    stripe.fault("down")
    html = see(client, page)
    assert "€89.00" in html
    assert "Buy" in html


def test_press_buys_and_says_so_in_place(ada, stand):
    client, page = stand()
    answer = buy(client, page, quantity=2)
    assert answer.headers["Location"] == f"/#block-{page.body[0].id}"
    assert "Your order is paid." in see(client, page)
    assert (charges(ada), Order.objects.get(total=17800).payment_state) == ([17800], "paid")


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


@promise(24)
def test_stale_total_is_not_charged(ada, stand):
    client, page = stand()
    form = agreed(see(client, page, quantity=1))
    api().customers.update(ada.external_id, {"balance": 100})
    press(client, page, **form)
    assert "The price has changed since you saw it." in see(client, page)
    assert charges(ada) == []


def test_refused_card_says_why_on_the_chosen_page(stripe, ada, stand):
    goes_bad(stripe, ada, "chargeDeclinedInsufficientFunds")
    client, page = stand()
    leads_to(page, declined="sorry")
    answer = buy(client, page)
    assert answer.headers["Location"].endswith("/sorry/")
    assert "not enough money" in client.get(answer.headers["Location"]).content.decode()


def test_bought_leads_to_the_chosen_page(ada, stand):
    client, page = stand()
    leads_to(page, approved="thanks")
    assert buy(client, page).headers["Location"].endswith("/thanks/")


def test_bank_that_wants_a_confirmation_leads_to_its_page(stripe, ada, stand):
    goes_bad(stripe, ada, "authenticationRequired")
    client, page = stand()
    answer = buy(client, page)
    operation = Operation.objects.get()
    assert answer.headers["Location"] == f"/finish/{operation.pk}/"
    assert "Confirm the payment" in see(client, page)


def test_script_is_given_the_secret_and_nobody_else(stripe, ada, stand):
    goes_bad(stripe, ada, "authenticationRequired")
    client, page = stand()
    form = agreed(see(client, page, quantity=1))
    url = f"/do/{page.pk}/{page.body[0].id}/buy/"
    told = client.post(url, form, headers={"Accept": "application/json"}).json()
    assert "_secret_" in told["client_secret"]
    assert (told["tone"], told["operation"]) == ("info", str(Operation.objects.get().pk))


def test_after_the_bank_the_block_says_what_came_of_it(stripe, ada, stand):
    goes_bad(stripe, ada, "authenticationRequired")
    client, page = stand()
    buy(client, page)
    confirm(stripe, Operation.objects.get(), passed=True)
    press(client, page, "finish", operation=str(Operation.objects.get().pk))
    assert "Your order is paid." in see(client, page)
    assert charges(ada) == [8900]


@promise(20)
@pytest.mark.parametrize("given", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_finishing_what_is_not_ones_own_is_refused(stand, given):
    client, page = stand()
    assert press(client, page, "finish", operation=given).status_code == 404


def test_new_card_waits_for_the_browser(stand):
    client, page = stand()
    buy(client, page, card="new")
    assert Operation.objects.get().outcome == "waiting"
    assert "Pay €89.00" in see(client, page, quantity=1)


@promise(20)
def test_card_of_somebody_else_is_refused(visit, shop, ada, pot, sell):
    assert buy(visit(shop, "active"), sell(pot), card="pm_other").status_code == 404
    assert not Operation.objects.exists()


def test_more_than_the_merchant_allows_is_not_sold(visit, shop, ada, pot, sell):
    html = see(visit(shop, "active"), sell(pot, most=2), quantity=50)
    assert "Pay €178.00" in html


def test_sold_once_says_that_it_is_theirs(stand):
    client, page = stand(once=True)
    buy(client, page)
    assert "You have bought this" in see(client, page)
    assert agreed(see(client, page, quantity=1)) == {}


def test_signed_out_are_led_to_sign_in_and_back(visit, shop, pot, sell):
    html = see(visit(shop), sell(pot))
    assert 'href="/sign-in/?next=%2F"' in html
    assert "Sign in to buy" in html


def test_customer_whom_stripe_does_not_know_is_asked_to_write(visit, shop, people, pot, sell):
    people["any"].source = "csv"
    people["any"].save()
    assert "Please write to us" in see(visit(shop, "any"), sell(pot), quantity=1)


def test_with_stripe_down_the_panel_says_so(stripe, stand):
    client, page = stand()
    stripe.fault("down")
    html = see(client, page, quantity=1)
    assert "We cannot reach our payment partner" in html
    assert "You have not been charged." in html


def test_what_is_being_checked_cannot_be_bought_again(stripe, stand):
    client, page = stand()
    form = agreed(see(client, page, quantity=1))
    stripe.fault("503", "POST .*/pay$", times=3)
    press(client, page, **form)
    assert "We are checking your purchase" in see(client, page)


@pytest.mark.parametrize("gone", ["price", "product"])
def test_what_is_sold_no_more_is_not_offered(stand, pot, gone):
    row = pot if gone == "price" else pot.product
    row.is_active = False
    row.save()
    html = see(*stand(), quantity=1)
    assert "This is not sold at the moment." in html
    assert agreed(html) == {}


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
