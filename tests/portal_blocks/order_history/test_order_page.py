"""One order on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from billing.models import Fulfilment, Order, OrderLine, OrderRefund
from portal_blocks.order_history.block import OrderHistoryBlock
from portal_blocks.order_history.order_page import load_order
from portal_blocks.personas import CAST
from portal_blocks.sample_orders import Thing, sample_order
from portal_blocks.samples import SampleData
from tests.pages import block, make_home
from tests.portal_blocks.cast import NOW, PLACE, buy, viewer
from tests.portal_blocks.order_history.test_block import VALUE, get, of

DAY = timedelta(days=1)
LONG = "Donaudampfschifffahrtsgesellschaftskapit\N{LATIN SMALL LETTER A WITH DIAERESIS}n " * 3


def load(people, order, **portal):
    """What the page of one order of the active one shows."""
    return load_order(VALUE, of(people["active"], **portal), PLACE, str(order.pk))


def sample(state):
    """What the page shows in one of the states."""
    made = OrderHistoryBlock.states[state]
    who = replace(viewer(), data=(made.data or SampleData)(NOW, CAST["active"]))
    return load_order(made.value, who, PLACE, "3")


def invented(**fields):
    """What the page shows of an invented order, without a database."""

    class Data(SampleData):
        all_orders = [sample_order(3, NOW, Thing("Tea", 2400), **fields)]

    return load_order(VALUE, replace(viewer(), data=Data(NOW, CAST["active"])), PLACE, "3")


def test_an_order_page_shows_all_that_was_paid_and_given_back(visit, shop, people):
    money = {"subtotal": 2500, "discount": 500, "shipping": 300, "tax": 100, "total": 2400}
    order = buy(people["active"], "Tea", "<b>Mug</b>", **money)
    OrderRefund.objects.create(order=order, external_id="re_1", amount=1150, created_at=NOW)
    make_home(shop, block("order_history", **VALUE))
    page = get(visit(shop, "active"), f"/order/{order.pk}/")
    for words in (
        "£25.00",
        "\N{MINUS SIGN}£5.00",
        "£3.00",
        "£1.00",
        "£24.00",
        "£11.50 refunded on",
    ):
        assert words in page
    assert "&lt;b&gt;Mug&lt;/b&gt;" in page


def test_refunds_are_reckoned_into_the_total():
    sums = [(one.label, one.amount) for one in invented(refunded=900)["sums"]]
    minus = "\N{MINUS SIGN}"
    expected = [("Total", "€24.00"), ("Refunded", f"{minus}€9.00"), ("Paid in the end", "€15.00")]
    assert sums == expected


@pytest.mark.parametrize(("total", "label"), [(2500, "Tax, included"), (2600, "Tax")])
def test_tax_in_the_prices_is_not_added_once_more(total, label):
    sums = invented(subtotal=2500, tax=100, total=total)["sums"]
    assert label in [one.label for one in sums]


def test_an_order_page_leads_back_to_the_list(people):
    order = buy(people["active"], "Tea", number="KC-7")
    loaded = load(people, order)
    assert (str(loaded["title"]), loaded["back_url"]) == ("Order KC-7", "/account/")


def test_an_order_of_somebody_else_is_as_if_there_were_none(people):
    order = buy(people["paused"], "Tea")
    assert load_order(VALUE, of(people["active"]), PLACE, str(order.pk)) is None


def test_what_arrives_next_stands_first_and_late_ones_say_so():
    loaded = sample("order_parcels")
    wheres = [(one.where, one.label, one.is_late) for one in loaded["parcels"]]
    assert wheres == [
        ("Was expected Wednesday 18 November", "Parcel 2 of 3", True),
        ("Arrives Monday 23 November", "Parcel 3 of 3", False),
        ("Delivered Tuesday 17 November", "Parcel 1 of 3", False),
    ]
    assert loaded["to_come"][0] == "More is to come"


@pytest.mark.parametrize(
    ("fulfilment", "payment", "words"),
    [
        ("unfulfilled", "paid", "Being prepared"),
        ("shipped", "paid", "On its way"),
        ("partial", "partially_refunded", "On its way"),
        ("unfulfilled", "pending", None),
        ("delivered", "paid", None),
    ],
)
def test_an_order_without_parcels_says_where_it_is(fulfilment, payment, words):
    to_come = invented(fulfilment_state=fulfilment, payment_state=payment)["to_come"]
    assert (to_come and to_come[0]) == words


@pytest.mark.parametrize(
    ("state", "tone", "label"),
    [
        ("pending", "info", "See how to pay"),
        ("requires_action", "warning", "Confirm and pay €24.00"),
        ("failed", "error", "Pay €24.00"),
    ],
)
def test_what_is_not_paid_leads_to_where_it_is(state, tone, label):
    payment = invented(payment_state=state)["payment"]
    assert (payment.tone, payment.label) == (tone, label)
    assert payment.url == "/account/document/3-invoice-page/"


def test_what_is_paid_elsewhere_is_not_paid_here(people):
    payment = load(people, buy(people["active"], payment_state="pending"))["payment"]
    assert (bool(payment.notice), payment.url) == (True, "")


def test_what_an_ended_subscription_left_unpaid_is_not_asked_for(people):
    over = people["cancelled"].subscriptions.get()
    order = buy(people["cancelled"], "Tea", payment_state="failed", subscription=over)
    shown = load_order(VALUE, of(people["cancelled"]), PLACE, str(order.pk))
    assert shown["payment"].notice == ""


def test_a_disputed_payment_says_who_decides():
    payment = invented(payment_state="disputed")["payment"]
    assert "Your bank is looking into this" in payment.notice


@pytest.mark.parametrize(("total", "words"), [(2400, "Paid"), (0, "")])
def test_which_card_paid_is_said_only_where_it_is_known(people, total, words):
    assert load(people, buy(people["active"], total=total))["payment"].words == words


def test_the_card_that_paid_is_named():
    assert sample("order")["payment"].words == "Paid with Visa ending 4242"


def test_an_order_says_which_subscription_brought_it(people):
    order = Order.objects.get(customer=people["active"])
    people["active"].subscriptions.update(items=[{"name": "Tea", "quantity": 1}])
    assert load(people, order)["subscription"] == "Tea, every month"


def test_help_knows_the_number_already(visit, shop, people):
    order = buy(people["active"], "Tea", number="KC 7")
    contact = load(people, order, support_email="hi@example.com")["contact"]
    assert contact.email_url == "mailto:hi@example.com?subject=Order%20KC%207"
    assert load(people, order)["contact"] is None


def test_an_order_without_a_number_has_a_page_too(visit, shop, people):
    order = buy(people["active"], "Tea", number="")
    make_home(shop, block("order_history", **VALUE))
    assert "<h1>Your order</h1>" in get(visit(shop, "active"), f"/order/{order.pk}/")


def test_amounts_without_cents_have_none(visit, shop, people):
    order = buy(people["active"], "Tea", currency="JPY", total=1234567)
    make_home(shop, block("order_history", **VALUE))
    assert "¥1,234,567" in get(visit(shop, "active"), f"/order/{order.pk}/")


def test_two_hundred_lines_cost_the_queries_of_one(
    visit, shop, people, django_assert_max_num_queries
):
    order = buy(people["active"])
    OrderLine.objects.bulk_create(
        OrderLine(order=order, position=n, name=f"{LONG} {n}") for n in range(200)
    )
    make_home(shop, block("order_history", **VALUE))
    client = visit(shop, "active")
    with django_assert_max_num_queries(14):
        page = get(client, f"/order/{order.pk}/")
    assert page.count('class="order-line"') == 200


def test_names_and_addresses_of_any_writing_are_text(visit, shop, people):
    order = buy(people["active"], "\N{ARABIC LETTER SHEEN}\N{ARABIC LETTER ALEF}")
    order.shipping_address = {
        "name": "<b>Zo\N{LATIN SMALL LETTER E WITH DIAERESIS} 🫖</b>",
        "city": "🏡",
    }
    order.save()
    make_home(shop, block("order_history", **VALUE))
    page = get(visit(shop, "active"), f"/order/{order.pk}/")
    assert "&lt;b&gt;Zo\N{LATIN SMALL LETTER E WITH DIAERESIS} 🫖&lt;/b&gt;" in page
    assert "<bdi>\N{ARABIC LETTER SHEEN}" in page


def test_a_parcel_with_an_address_to_follow_it_by_has_a_link(visit, shop, people, now):
    order = buy(people["active"], "Tea", fulfilment_state="shipped")
    told = {"tracking_url": "https://example.com/p?a=1&b=2", "carrier": "DHL"}
    Fulfilment.objects.create(order=order, external_id="1", **told)
    make_home(shop, block("order_history", **VALUE))
    assert 'href="https://example.com/p?a=1&amp;b=2"' in get(
        visit(shop, "active"), f"/order/{order.pk}/"
    )


@pytest.mark.parametrize(
    ("is_shown", "url"), [(True, "/go/subscription/?subscription=sub_sample"), (False, "")]
)
def test_the_subscription_that_brought_it_is_led_to_where_some_page_shows_it(
    monkeypatch, is_shown, url
):
    monkeypatch.setattr("cms.links.shows_block", lambda _kind, _viewer: is_shown)
    state = OrderHistoryBlock.states["order_subscription"]
    who = replace(viewer(), data=state.data(NOW, CAST["active"]), customer_ids=(1,))
    assert load_order(state.value, who, PLACE, "3")["subscription_url"] == url
