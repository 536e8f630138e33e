"""What a customer has, as lines for the support desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from billing.models import Card
from cms.customers.held import AT_ONCE, cards_held, phone_of, subscriptions_held
from portal_blocks.personas import CAST
from portal_blocks.sample_subscriptions import sample_subscription

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def owned(state: str, **changed):
    one = sample_subscription(NOW, CAST[state])
    for name, value in changed.items():
        setattr(one, name, value)
    return one


@pytest.mark.parametrize(
    ("state", "changed", "about"),
    [
        ("active", {}, "€24.00 every 4 weeks · next charge 4 Dec 2026"),
        ("past_due", {}, "€24.00 every 4 weeks"),
        ("paused", {"resumes_at": NOW + timedelta(days=9)}, "goes on 2 Dec 2026"),
        ("ending", {"cancel_at": NOW + timedelta(days=8)}, "ends 1 Dec 2026"),
        ("cancelled", {"ended_at": NOW - timedelta(days=1)}, "ended 22 Nov 2026"),
    ],
)
def test_a_subscription_says_what_it_costs_and_what_comes_next(state, changed, about):
    [line] = subscriptions_held([owned(state, **changed)]).shown
    assert about in line.about


def test_what_is_being_checked_says_so():
    one = owned("active")
    one.__dict__["has_open_operation"] = True
    assert subscriptions_held([one]).shown[0].state == "Active, being checked"


def test_running_ones_come_first_and_few_stand_there_at_once():
    many = [owned("cancelled") for _number in range(499)]
    held = subscriptions_held([*many, owned("active")])
    assert held.shown[0].state == "Active"
    assert (len(held.shown), len(held.more), held.left_out) == (AT_ONCE, 90, 400)


def test_whoever_may_act_is_led_to_the_subscription():
    one = owned("active", external_id="sub_1")
    [line] = subscriptions_held([one], desk_url="/admin/customers/7/act/").shown
    assert line.url == "/admin/customers/7/act/see/subscription_controls/subscription/sub_1/"
    assert subscriptions_held([one]).shown[0].url == ""


def test_the_main_card_is_called_so():
    card = Card(brand="visa", last4="4242", exp_month=3, exp_year=2029, is_default=True)
    [line] = cards_held([card]).shown
    assert (line.title, line.state, line.about) == ("Visa ending 4242", "03/2029", "Main card")


@pytest.mark.parametrize(
    ("kept", "shown"), [("+4930209160018", "+49 30 209160018"), ("ask at noon", "ask at noon")]
)
def test_a_phone_number_is_written_as_people_write_it(kept, shown):
    assert phone_of(kept) == shown
