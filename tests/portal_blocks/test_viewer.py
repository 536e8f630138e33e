from __future__ import annotations

from dataclasses import replace

from access_rules.subject import signed_out
from billing.models import Card, Order, Subscription
from portal_blocks.viewer import RealData
from tests.portal_blocks.cast import NOW, buy, viewer


def test_subscriptions_and_cards_are_read_once_however_many_blocks_ask(
    people, django_assert_num_queries
):
    data = RealData((people["active"].pk,))
    with django_assert_num_queries(2):
        for _ in range(3):
            assert len(data.subscriptions) == 1
            assert data.cards == []


def test_what_offers_and_savings_ask_is_read_once_each(people, django_assert_num_queries):
    data = RealData((people["active"].pk,))
    with django_assert_num_queries(4):
        for _ in range(3):
            assert (data.savings, data.open_purchases, data.offer_answers) == ([], {}, {})
            assert len(data.bought_products) == 1


def test_reasons_are_asked_for_only_where_something_is_owed(people, django_assert_num_queries):
    data = RealData((people["active"].pk,))
    data.__dict__["bills"] = []
    with django_assert_num_queries(0):
        assert data.failures == {}


def test_what_no_block_asks_for_is_not_read(people, django_assert_num_queries):
    with django_assert_num_queries(0):
        RealData((people["active"].pk,))


def test_one_person_who_is_several_customers_sees_what_all_of_them_have(people):
    both = (people["active"], people["paused"])
    data = RealData(tuple(one.pk for one in both))
    assert {one.customer for one in data.subscriptions} == set(both)
    assert {one.customer for one in data.orders(after="", limit=20).orders} == set(both)


def test_what_others_have_is_as_if_there_were_none(people):
    order = buy(people["paused"], "Tea")
    data = RealData((people["active"].pk,))
    assert data.order(order.pk) is None
    assert order not in data.orders(after="", limit=50).orders


def test_nobody_has_nothing(people):
    data = RealData(())
    assert (data.subscriptions, data.cards, data.orders(after="", limit=20).orders) == ([], [], [])
    assert Subscription.objects.exists()
    assert Order.objects.exists()


def test_a_viewer_is_signed_in_as_their_subject_is():
    visitor = replace(viewer(), subject=signed_out(NOW), name="Sam", email="sam@example.com")
    assert (viewer().signed_in, visitor.signed_in) == (True, False)


def _card(customer):
    fields = {"shop": customer.shop, "customer": customer, "external_id": "pm_1", "brand": "visa"}
    number = {"last4": "4242", "exp_month": 8, "exp_year": 2030}
    return Card.objects.create(**fields, **number, fetched_at=NOW)


def test_bills_are_asked_for_only_where_the_cards_say_that_something_is_owed(
    people, django_assert_num_queries
):
    _card(people["active"])
    data = RealData((people["active"].pk,))
    with django_assert_num_queries(1):
        assert (len(data.cards), data.bills) == (1, [])


def test_bills_of_somebody_without_a_card_are_found(people):
    order = buy(people["active"], "Tea", payment_state="pending")
    order.refs.create(shop=order.shop, source="stripe", kind="invoice", ref="in_1")
    assert [bill.order for bill in RealData((people["active"].pk,)).bills] == [order]


def test_bills_of_somebody_with_a_card_are_found(people):
    _card(people["active"])
    order = buy(people["active"], "Tea", payment_state="pending")
    order.refs.create(shop=order.shop, source="stripe", kind="invoice", ref="in_1")
    assert [bill.order for bill in RealData((people["active"].pk,)).bills] == [order]


def test_whoever_bought_elsewhere_alone_may_have_no_card(people):
    data = RealData((people["any"].pk,))
    assert data.may_have_cards
    people["any"].source = "shop"
    people["any"].save()
    assert not RealData((people["any"].pk,)).may_have_cards
