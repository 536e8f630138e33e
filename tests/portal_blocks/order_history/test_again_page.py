from __future__ import annotations

import re

import pytest

from access_rules.presets import EVERYONE
from billing.actions.baskets import TIMES
from billing.gateway.client import api
from billing.models import Card, Operation, Order, OrderLine
from tests.billing.actions.shelf import charges, goes_bad
from tests.billing.conftest import stripe  # noqa: F401  (a fixture)
from tests.pages import block, make_home
from tests.portal_blocks.cast import buy
from tests.portal_blocks.offer.conftest import ada, pot  # noqa: F401  (fixtures)
from tests.promises import promise


@pytest.fixture
def order(ada, pot):  # noqa: F811
    """Two pots that the active one of the cast bought when they were cheaper."""
    bought = buy(ada, "Pot", currency="EUR", total=16000)
    OrderLine.objects.filter(order=bought).update(product=pot.product, quantity=2)
    return bought


@pytest.fixture
def home(shop):
    return make_home(
        shop, block("order_history", heading="Orders", allow_again=True), rule=EVERYONE
    )


@pytest.fixture
def client(visit, shop, home):
    return visit(shop, "active")


def see(client, order):
    return " ".join(client.get(f"/order-again/{order.pk}/").content.decode().split())


def agreed(html):
    """What the form posts with its main button."""
    pairs = re.findall(r'name="([\w-]+)" value="([^"]*)"', html.partition('class="agreement"')[2])
    return dict(reversed([one for one in pairs if one[0] != "csrfmiddlewaretoken"]))


def press(client, home, **form):
    return client.post(f"/do/{home.pk}/{home.body[0].id}/again/", form)


def test_orders_page_leads_there(client, order):
    assert f'href="/order-again/{order.pk}/"' in client.get(f"/order/{order.pk}/").content.decode()


@promise(24)
def test_what_how_much_and_which_card_are_said_before_the_button(client, order):
    html = see(client, order)
    assert f"2 {TIMES} <bdi>Pot</bdi>" in html
    assert "We charge €178.00 to Visa ending 4242 now." in html
    assert "This order came to €160.00 then" in html
    assert not Operation.objects.exists()


@promise(10)
def test_double_click_is_one_charge_and_the_new_order_stands_first(client, home, ada, order):  # noqa: F811
    form = agreed(see(client, order))
    answers = [press(client, home, **form) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {f"/#said-{home.body[0].id}"}
    assert (charges(ada), Order.objects.get(total=17800).payment_state) == ([17800], "paid")
    assert "Your order is paid." in client.get("/").content.decode()


@promise(24)
def test_stale_total_is_not_charged_but_shown_anew(client, home, ada, order):  # noqa: F811
    form = agreed(see(client, order))
    api().customers.update(ada.external_id, {"balance": -500})
    answer = press(client, home, **form)
    assert answer.headers["Location"] == f"/order-again/{order.pk}/"
    html = see(client, order)
    assert "The price has changed" in html
    assert "Pay €173.00" in html
    assert charges(ada) == []


def test_refused_card_leads_back_to_where_another_can_be_tried(stripe, client, home, ada, order):  # noqa: F811
    goes_bad(stripe, ada, "chargeDeclinedInsufficientFunds")
    answer = press(client, home, **agreed(see(client, order)))
    assert answer.headers["Location"] == f"/order-again/{order.pk}/"
    assert "Try another card" in see(client, order)


@pytest.mark.parametrize("on_file", [True, False])
def test_new_card_is_entered_where_payments_are_finished(client, home, order, on_file):
    if not on_file:
        Card.objects.all().delete()
    html = see(client, order)
    assert ("Pay with a new card" in html) is on_file
    answer = press(client, home, **{**agreed(html), "card": "new"})
    assert answer.headers["Location"] == f"/finish/{Operation.objects.get().pk}/"


@promise(20)
def test_stranger_is_refused(visit, shop, home, client, order):
    form, stranger = agreed(see(client, order)), visit(shop, "paused")
    assert stranger.get(f"/order-again/{order.pk}/").status_code == 404
    assert press(stranger, home, **form).status_code == 404
    assert press(client, home, **{**form, "card": "pm_other"}).status_code == 404
    assert not Operation.objects.exists()


def test_where_it_is_off_there_is_no_way(client, home, order):
    form = agreed(see(client, order))
    home.body[0].value["allow_again"] = False
    home.save_revision().publish()
    assert "order-again" not in client.get(f"/order/{order.pk}/").content.decode()
    assert client.get(f"/order-again/{order.pk}/").status_code == 404
    assert press(client, home, **form).status_code == 404


@pytest.mark.parametrize("state", ["pending", "requires_action", "failed", "disputed"])
def test_what_is_not_settled_is_not_ordered_again(client, order, state):
    Order.objects.filter(pk=order.pk).update(payment_state=state)
    assert "order-again" not in client.get(f"/order/{order.pk}/").content.decode()
    assert client.get(f"/order-again/{order.pk}/").status_code == 404


def test_what_a_subscription_brings_is_not_ordered_again(client, order, people):
    brought_by = people["active"].subscriptions.get()
    Order.objects.filter(pk=order.pk).update(subscription=brought_by)
    assert "order-again" not in client.get(f"/order/{order.pk}/").content.decode()
    assert client.get(f"/order-again/{order.pk}/").status_code == 404


def test_what_is_sold_no_more_is_not_offered(client, order, pot):  # noqa: F811
    type(pot).objects.update(is_active=False)
    assert "order-again" not in client.get(f"/order/{order.pk}/").content.decode()
    assert "Nothing in this order is sold any more." in see(client, order)


@promise(24)
def test_only_what_is_chosen_is_charged(client, home, ada, order):  # noqa: F811
    line = order.lines.get().pk
    html = " ".join(client.get(f"/order-again/{order.pk}/?line-{line}=1").content.decode().split())
    assert "We charge €89.00 to Visa ending 4242 now." in html
    assert "This order came to" not in html
    press(client, home, **agreed(html))
    assert charges(ada) == [8900]


@promise(24)
def test_other_numbers_than_those_shown_are_shown_anew(client, home, ada, order):  # noqa: F811
    line = order.lines.get().pk
    html = client.get(f"/order-again/{order.pk}/?line-{line}=1").content.decode()
    answer = press(client, home, **{**agreed(html), f"line-{line}": "2"})
    assert answer.headers["Location"] == f"/order-again/{order.pk}/?line-{line}=1"
    assert charges(ada) == []


@promise(20)
def test_a_line_of_somebody_elses_order_is_not_found(client, home, people, order):
    theirs = OrderLine.objects.create(
        order=buy(people["paused"], currency="EUR"), position=1, name="Tea"
    )
    form = agreed(see(client, order))
    assert press(client, home, **{**form, f"line-{theirs.pk}": "1"}).status_code == 404
    assert not Operation.objects.exists()


def test_what_is_gone_is_named_and_the_rest_can_be_ordered(client, order):
    OrderLine.objects.create(order=order, position=2, name="Old jug")
    assert f'href="/order-again/{order.pk}/"' in client.get(f"/order/{order.pk}/").content.decode()
    html = see(client, order)
    assert "Pay €178.00" in html
    assert "<bdi>Old jug</bdi> <span" in html
    assert "Not sold any more" in html


def test_how_many_can_be_changed_before_the_price_is_asked(client, order):
    line = order.lines.get().pk
    html = client.get(f"/order-again/{order.pk}/?open=choose&line-{line}=7").content.decode()
    assert re.search(rf'name="line-{line}" value="7"', html)
    assert "Show what it costs" in html
    assert 'class="agreement"' not in html


def test_what_cannot_be_ordered_is_said_and_nothing_typed_is_lost(client, order):
    line = order.lines.get().pk
    html = client.get(f"/order-again/{order.pk}/?line-{line}=1.5").content.decode()
    assert re.search(rf'name="line-{line}" value="1\.5"', html)
    assert "Choose how many: 0 to 99." in html
