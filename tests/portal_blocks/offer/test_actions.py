from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from billing.gateway.client import api
from billing.models import Operation, Order
from tests.billing.actions.shelf import charges, confirm, goes_bad, shelve
from tests.portal_blocks.offer.pressing import (
    agreed,
    buy,
    leads_to,
    new_card_of,
    one_press,
    press,
    see,
)
from tests.promises import promise


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
    assert answer.headers["Location"] == f"/#said-{page.body[0].id}"
    assert "Your order is paid." in see(client, page)
    assert (charges(ada), Order.objects.get(total=17800).payment_state) == ([17800], "paid")


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


def test_sold_once_says_that_it_is_theirs(stand):
    client, page = stand(once=True)
    buy(client, page)
    assert "You have bought this" in see(client, page)
    assert agreed(see(client, page, quantity=1)) == {}


def test_whoever_bought_elsewhere_only_buys_with_a_new_card(visit, shop, people, pot, sell):
    people["any"].source = "csv"
    people["any"].save()
    client, page = visit(shop, "any"), sell(pot)
    html = see(client, page, quantity=1)
    answer = press(client, page, **new_card_of(html))
    assert answer.headers["Location"] == f"/finish/{Operation.objects.get().pk}/"
    people["any"].refresh_from_db()
    assert people["any"].source == "stripe"


@promise(24)
def test_one_press_charges_what_is_shown_to_the_main_card(visit, shop, ada, pot, sell):
    client, page = visit(shop, "active"), sell(pot, most=1)
    html = see(client, page)
    assert "€89.00 is charged to Visa ending 4242." in html
    press(client, page, **one_press(html))
    assert charges(ada) == [8900]
    assert "Your order is paid." in see(client, page)


@promise(24)
def test_one_press_charges_nothing_where_more_would_be_due(visit, shop, ada, pot, sell):
    client, page = visit(shop, "active"), sell(pot, most=1)
    form = one_press(see(client, page))
    api().customers.update(ada.external_id, {"balance": 100})
    answer = press(client, page, **form)
    html = client.get(answer.headers["Location"]).content.decode()
    assert charges(ada) == []
    assert "it comes to more than you saw" in html
    assert "Pay €90.00" in html


@promise(24)
@pytest.mark.parametrize("forged", ["at_most:price_other:99999", "at_most:", "at_most:x", "x:9"])
def test_having_agreed_to_something_else_buys_nothing(ada, stand, forged):
    client, page = stand(most=1)
    press(client, page, **{**one_press(see(client, page)), "agreed": forged})
    assert charges(ada) == []


def test_thanked_customer_does_not_buy_another_by_a_second_press(ada, stand):
    client, page = stand(most=1)
    press(client, page, **one_press(see(client, page)))
    html = see(client, page)
    assert one_press(html) == {}
    assert "Buy another" in html


@promise(10)
def test_one_press_in_a_second_window_asks_before_it_buys_another(visit, shop, ada, pot, sell):
    client, page = visit(shop, "active"), sell(pot, most=1)
    first, second = (one_press(see(client, page)) for _ in "ab")
    press(client, page, **first)
    answer = press(client, page, **second)
    html = client.get(answer.headers["Location"]).content.decode()
    assert charges(ada) == [8900]
    assert "You have just bought this." in html
    press(client, page, **agreed(html))
    assert charges(ada) == [8900, 8900]


@promise(10)
def test_one_press_begins_no_second_subscription_unasked(visit, shop, ada, sell):
    box = shelve(ada.shop, amount=2400, interval="month", name="Box")
    client, page = visit(shop, "active"), sell(box, most=1)
    first, second = (one_press(see(client, page)) for _ in "ab")
    press(client, page, **first)
    Operation.objects.update(settled_at=timezone.now() - timedelta(days=9))
    answer = press(client, page, **second)
    assert "a running subscription to this" in client.get(answer.headers["Location"]).text
    assert charges(ada) == [2400]


def test_no_brings_the_second_offer_in_the_same_place(ada, stand):
    box = shelve(ada.shop, amount=790, name="Small bag")
    client, page = stand(most=1, allow_decline=True, second_price=box.external_id)
    press(client, page, "decline")
    html = see(client, page)
    assert "Small bag" in html
    assert "Buy for €89.00" not in html
    press(client, page, **one_press(html))
    assert charges(ada) == [790]


def test_second_offer_that_was_bought_is_not_sold_again(ada, stand):
    box = shelve(ada.shop, amount=790, name="Small bag")
    client, page = stand(most=1, allow_decline=True, second_price=box.external_id)
    press(client, page, "decline")
    form = one_press(see(client, page))
    press(client, page, **form)
    press(client, page, **{**form, "operation_id": str(uuid4())})
    assert charges(ada) == [790]
    assert "You have bought this" in see(client, page)


@promise(10)
def test_second_press_of_the_second_offer_is_told_what_came_of_the_first(ada, stand):
    box = shelve(ada.shop, amount=790, name="Small bag")
    client, page = stand(most=1, allow_decline=True, second_price=box.external_id)
    press(client, page, "decline")
    form = one_press(see(client, page))
    for _ in "ab":
        press(client, page, **form)
    html = see(client, page)
    assert "Your order is paid." in html
    assert "You have not been charged" not in html
    assert charges(ada) == [790]


def test_no_pressed_twice_is_no_answer_to_the_second_offer(ada, stand):
    box = shelve(ada.shop, amount=790, name="Small bag")
    client, page = stand(most=1, allow_decline=True, second_price=box.external_id)
    for _ in "ab":
        press(client, page, "decline")
    html = see(client, page)
    assert "Small bag" in html
    assert '<input type="hidden" name="second" value="1">' in html
    press(client, page, "decline", second="1")
    assert "block--offer" not in see(client, page)


@promise(20)
def test_new_card_is_refused_where_the_merchant_has_it_off(ada, stand):
    client, page = stand(allow_new_card=False)
    assert new_card_of(see(client, page, quantity=1)) == {}
    assert buy(client, page, card="new").status_code == 404
    assert not Operation.objects.exists()


def test_page_for_a_refused_card_is_not_for_what_they_have_already(ada, stand):
    client, page = stand(once=True)
    leads_to(page, declined="sorry")
    form = agreed(see(client, page, quantity=1))
    press(client, page, **form)
    answer = press(client, page, **{**form, "operation_id": str(uuid4())})
    assert answer.headers["Location"] == f"/#said-{page.body[0].id}"
    assert "it is sold once to each customer" in see(client, page)


def test_offer_that_was_declined_stays_declined(ada, stand):
    client, page = stand(most=1, allow_decline=True)
    form = one_press(see(client, page))
    press(client, page, "decline")
    assert "We will not offer this again." in see(client, page)
    assert "block--offer" not in see(client, page)
    press(client, page, **form)
    assert charges(ada) == []


def test_no_leads_to_the_chosen_page(stand):
    client, page = stand(most=1, allow_decline=True)
    leads_to(page, after_no="bye")
    assert press(client, page, "decline").headers["Location"].endswith("/bye/")


def test_no_cannot_be_said_where_nobody_asks(stand):
    client, page = stand(most=1)
    assert "No, thank you" not in see(client, page)
    assert press(client, page, "decline").status_code == 404


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
