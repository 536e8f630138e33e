from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from portal_blocks.base import Said
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from portal_blocks.subscription_controls.listing import home_of, listed
from tests.portal_blocks.cast import PLACE, shown, subscription, viewer

BY_NUMBER, ON_PAGE = {"show_controls": "number"}, {"show_controls": "page"}
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "subscriptions-b0b0b0b0"


def one(pk, state="active"):
    about = {"external_id": f"sub_{pk}", "started_at": BEGAN + timedelta(days=pk)}
    return subscription(state, pk=pk, **about)


def names(found):
    return [[each.pk for each in part] for part in (found.full, found.lines, found.over)]


def at(query, **place):
    return replace(PLACE, query=QueryDict(query), **place)


def test_two_are_shown_in_full_and_more_are_lines():
    two, three = (viewer(*(one(pk) for pk in range(1, count + 1))) for count in (2, 3))
    assert names(listed(BY_NUMBER, two, PLACE)) == [[2, 1], [], []]
    assert names(listed(BY_NUMBER, three, PLACE)) == [[], [3, 2, 1], []]


def test_what_is_over_is_a_line_beside_the_few_that_run():
    who = viewer(one(1), one(2, "cancelled"), one(3, "expired"))
    assert names(listed(BY_NUMBER, who, PLACE)) == [[1], [], [3, 2]]


def test_the_merchant_may_want_all_of_it_in_the_list_or_on_pages():
    who = viewer(one(1), one(2), one(3))
    assert names(listed({"show_controls": "list"}, who, PLACE)) == [[3, 2, 1], [], []]
    assert names(listed(ON_PAGE, viewer(one(1)), PLACE)) == [[], [1], []]


def test_what_needs_the_customer_comes_first_and_what_is_over_last():
    who = viewer(one(1, "past_due"), one(2), one(3, "cancelled"), one(4, "paused"))
    assert names(listed(ON_PAGE, who, PLACE)) == [[], [1, 4, 2], [3]]


def test_pages_follow_each_other_by_key_and_miss_none():
    who, query, seen = viewer(*(one(pk) for pk in range(1, 51))), "", []
    for _ in range(3):
        found = listed(ON_PAGE, who, at(query))
        seen += [each.pk for each in found.lines]
        query = found.next_url.partition("?")[2].partition("#")[0]
    assert (seen, query) == ([*range(50, 0, -1)], "")


def test_one_that_began_meanwhile_shifts_nothing():
    many = [one(pk) for pk in range(1, 51)]
    first = listed(ON_PAGE, viewer(*many), PLACE)
    query = first.next_url.partition("?")[2].partition("#")[0]
    then = listed(ON_PAGE, viewer(*many, one(51)), at(query))
    assert then.lines[0].pk == first.lines[-1].pk - 1


@pytest.mark.parametrize("key", ["0", "x", "999", "\x00"])
def test_a_key_that_is_none_shows_the_first_page(key):
    who = viewer(*(one(pk) for pk in range(1, 31)))
    found = listed(ON_PAGE, who, at(f"{PAGE}={key}"))
    assert (found.lines[0].pk, found.first_url) == (30, "")


def test_another_list_of_the_page_stays_where_it_is():
    who = viewer(*(one(pk) for pk in range(1, 31)))
    assert "after-1=7" in listed(ON_PAGE, who, at("after-1=7&open=pause")).next_url
    assert "open" not in listed(ON_PAGE, who, at("after-1=7&open=pause")).next_url


def test_the_one_that_a_link_is_about_is_shown_in_full_wherever_it_is():
    who = viewer(*(one(pk) for pk in range(1, 51)))
    found = listed(ON_PAGE, who, at("open=pause&subscription=sub_2"))
    assert names(found)[0] == [2]
    assert len(found.lines) == 20


def test_the_one_whose_form_came_back_is_shown_in_full():
    who = viewer(*(one(pk) for pk in range(1, 5)))
    told = Said("error", "Too long.", "sub_3", entered={"note": "x"})
    assert names(listed(ON_PAGE, who, at("", said=told)))[0] == [3]


def test_somebody_elses_id_opens_nothing():
    found = listed(ON_PAGE, viewer(one(1)), at("open=pause&subscription=sub_99"))
    assert names(found) == [[], [1], []]


def test_home_is_where_all_that_can_be_done_stands():
    who = viewer(one(1))
    assert home_of(one(1), ON_PAGE, who, PLACE) == "/account/subscription/sub_1/"
    assert home_of(one(1), BY_NUMBER, who, PLACE).endswith("-subscription-1")


def test_five_hundred_are_a_small_page():
    html = shown(SubscriptionControlsBlock(), {}, viewer(*(one(pk) for pk in range(1, 501))))
    assert len(re.findall('class="subscription-line ', html)) == 20
    assert len(html) < 30_000
