"""How the tries to cancel came out, as they stand by now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.leaving import Shown, end_leaving, note_shown
from billing.leaving_figures import with_ends
from billing.models import Leaving, Subscription
from tests.billing.trying import HOST, End, figures, operation, presses


@pytest.fixture
def row(people):
    return Subscription.objects.get(external_id="sub_active")


@pytest.fixture
def press(row, now):
    return presses(row, now)


def ends(now):
    rows = with_ends(Leaving.objects.order_by("began_at"), now=now)
    return [one.__dict__["ended"] for one in rows]


def test_figures_count_each_try_once(press, now, people):
    press("reason", choice="unused", said="Too much at home", reason="too-much")
    press("offer", "b2", choice="pause")
    taken = press("offer", "b3", choice="skip")
    end_leaving(taken, End.SAVED, operation(people["active"].pk, action="skip_next"), now=now)
    found = figures(now)
    assert (found.begun, found.saved, found.cancelled, found.left_off) == (1, 1, 0, 0)
    assert found.reasons == [("Too much at home", 1)]


def test_figures_are_of_one_portal_and_time(press, now):
    press("reason")
    assert figures(now, "club.localhost").begun == 0
    assert figures(now, days=-1).begun == 0


@pytest.mark.parametrize("outcome", ["unknown", "pending", "waiting"])
def test_what_is_not_settled_is_not_left_off(press, now, people, outcome):
    asked = operation(people["active"].pk, outcome)
    end_leaving(press("cancel"), End.CANCELLED, asked, now=now)
    assert ends(now + timedelta(days=2)) == ["under_way"]


def test_try_is_left_off_after_a_day(press, now):
    press("reason")
    assert (figures(now).under_way, figures(now).left_off) == (1, 0)
    later = now + timedelta(hours=25)
    assert (figures(later, days=3).under_way, figures(later, days=3).left_off) == (0, 1)


@pytest.mark.parametrize("state", ["active", "trialing", "past_due", "paused"])
def test_cancellation_that_was_taken_back_anywhere_counts_as_kept(press, row, now, state):
    end_leaving(press("cancel"), End.CANCELLED, now=now)
    Subscription.objects.filter(pk=row.pk).update(state=state)
    assert (figures(now).cancelled, figures(now).kept, ends(now)) == (0, 1, ["taken_back"])


@pytest.mark.parametrize("state", ["ending", "cancelled", "expired", "unknown"])
def test_cancellation_that_holds_counts_as_one(press, row, now, state):
    end_leaving(press("cancel"), End.CANCELLED, now=now)
    Subscription.objects.filter(pk=row.pk).update(state=state)
    assert (figures(now).cancelled, figures(now).kept) == (1, 0)


def test_of_two_cancellations_the_first_was_taken_back(press, row, now):
    end_leaving(press("cancel", at=now - timedelta(days=9)), End.CANCELLED, now=now)
    Leaving.objects.update(began_at=now - timedelta(days=9), ended_at=now - timedelta(days=9))
    note_shown(row, HOST, [Shown(7, 70, "b1", "Why?")], now=now)
    end_leaving(press("cancel"), End.CANCELLED, now=now)
    Subscription.objects.filter(pk=row.pk).update(state="ending")
    assert ends(now) == ["taken_back", "cancelled"]


def test_reason_is_counted_by_its_name_and_told_in_its_latest_words(press, now):
    given = [("Too dear", "price"), ("It costs too much", "price"), ("Too far", "far")]
    for days, (said, key) in enumerate(given, -3):
        at = now + timedelta(days=days)
        press("reason", at=at, said=said, reason=key)
        Leaving.objects.filter(end="").update(end=End.KEPT, began_at=at)
    assert figures(now, days=9).reasons == [("It costs too much", 2), ("Too far", 1)]


def test_reason_that_was_taken_back_is_none(press, now):
    press("reason", said="Too dear", reason="price")
    press("reason")
    assert figures(now).reasons == []
