"""What comes next, by the subscriptions. No database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal_blocks.shipments.upcoming import next_parcels
from tests.portal_blocks.cast import RENEWS, subscription, viewer

DAY = timedelta(days=1)


@pytest.mark.parametrize("state", ["active", "trialing"])
def test_the_parcel_after_the_next_charge_is_told_with_what_is_in_it(state):
    items = [{"name": "Tea", "quantity": 2}, {"name": "Mug", "quantity": 1}]
    [parcel] = next_parcels(viewer(subscription(state, items=items)))
    assert (parcel.title, parcel.things) == ("In your December parcel", [(2, "Tea"), (1, "Mug")])
    assert parcel.sentence == "We send it after your payment on Thursday 3 December."


@pytest.mark.parametrize(
    ("state", "changes", "sentence"),
    [
        ("paused", {}, "Paused: nothing is sent until you restart it."),
        (
            "paused",
            {"resumes_at": RENEWS},
            "Paused: nothing is sent until Thursday 3 December.",
        ),
        (
            "past_due",
            {},
            "Your payment did not go through. We send the next parcel once it has.",
        ),
        ("ending", {}, "It ends on Thursday 3 December: no more parcels come."),
        ("ending", {"current_period_end": None}, "It ends soon: no more parcels come."),
    ],
)
def test_why_none_comes_is_said(state, changes, sentence):
    [parcel] = next_parcels(viewer(subscription(state, **changes)))
    assert (parcel.title, parcel.sentence) == ("Tea", sentence)
    assert (parcel.is_held, parcel.things) == (True, [])


@pytest.mark.parametrize("state", ["cancelled", "expired", "incomplete", "unknown"])
def test_what_is_over_or_not_begun_brings_nothing(state):
    assert next_parcels(viewer(subscription(state))) == []


def test_the_soonest_comes_first_and_what_is_held_last():
    later = subscription(current_period_end=RENEWS + 40 * DAY)
    found = next_parcels(viewer(subscription("paused"), later, subscription()))
    assert [one.title for one in found] == [
        "In your December parcel",
        "In your January parcel",
        "Tea",
    ]


def test_the_month_is_that_of_the_portals_clock():
    midnight = RENEWS.replace(month=12, day=1, hour=2)
    far = viewer(subscription(current_period_end=midnight), time_zone="America/Los_Angeles")
    assert next_parcels(far)[0].title == "In your November parcel"
