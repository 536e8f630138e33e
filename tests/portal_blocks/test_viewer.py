from __future__ import annotations

from dataclasses import replace

from access_rules.subject import signed_out
from billing.models import Order, Subscription
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
