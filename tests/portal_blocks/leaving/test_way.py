"""Which subscription a page of a cancel flow is about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict

from portal_blocks.base import Said
from portal_blocks.leaving.way import Stands, next_url, way_of
from tests.portal_blocks.cast import PLACE, RENEWS, subscription, viewer

OTHER = {"pk": 2, "external_id": "sub_2"}


def asked(query=""):
    return replace(PLACE, query=QueryDict(query))


def way(*subscriptions, query=""):
    return way_of({}, viewer(*subscriptions), asked(query))


def test_the_only_one_that_runs_is_meant():
    found = way(subscription(), subscription("cancelled", **OTHER))
    assert (found.stands, found.title, found.price) == (Stands.READY, "Tea", "€24.00 every month")


def test_of_several_one_has_to_be_chosen():
    found = way(subscription(), subscription(**OTHER))
    assert (found.stands, found.subscription) == (Stands.CHOOSE, None)
    assert [one.url[-18:] for one in found.choices] == ["subscription=sub_1", "subscription=sub_2"]


def test_the_one_in_the_address_is_meant():
    found = way(subscription(), subscription(**OTHER), query="subscription=sub_2")
    assert found.subscription.external_id == "sub_2"


@pytest.mark.parametrize("given", ["sub_nobody", "sub_1%00", "%F0%9F%8D%B5", "x" * 5000])
def test_an_id_that_is_not_theirs_stands_for_none_of_theirs(given):
    found = way(subscription(), query=f"subscription={given}")
    assert (found.stands, found.subscription) == (Stands.CHOOSE, None)


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        ("active", Stands.READY),
        ("trialing", Stands.READY),
        ("past_due", Stands.READY),
        ("paused", Stands.READY),
        ("incomplete", Stands.READY),
        ("ending", Stands.OVER),
        ("cancelled", Stands.OVER),
        ("expired", Stands.OVER),
    ],
)
def test_what_is_over_is_not_cancelled_again(state, stands):
    assert way(subscription(state), query="subscription=sub_1").stands is stands


def test_while_a_change_is_checked_nothing_is_asked():
    one = subscription()
    one.__dict__["has_open_operation"] = True
    assert way(one).stands is Stands.CHECKING


def test_who_has_none_is_told():
    assert way().stands is Stands.NOTHING


def test_the_way_back_is_the_subscription_where_no_page_is_chosen():
    assert way(subscription()).back_url == "/go/subscription/?subscription=sub_1"


def test_without_a_next_page_the_last_step_comes_next():
    assert next_url(None, viewer(), subscription()) == "/go/end/?subscription=sub_1"


def test_what_was_just_pressed_is_told_of_its_own_subscription():
    said = Said("success", "Cancelled.", target="sub_1")
    one = subscription("ending", cancel_at=RENEWS)
    found = way_of({}, viewer(one), replace(PLACE, said=said))
    assert found.sentence.startswith("You keep it until Thursday 3 December.")


def test_with_none_that_runs_the_one_that_was_cancelled_is_meant():
    found = way(subscription("ending"), subscription("cancelled", **OTHER))
    assert (found.stands, found.subscription.external_id) == (Stands.OVER, "sub_1")
