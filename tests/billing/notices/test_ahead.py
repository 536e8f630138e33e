"""What is told of by the clock: when, once, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer
from billing.models import Notice, Return, Subscription
from billing.notices import ahead
from portals.models import NoticeSettings
from tests.people import Person, _subscribe

DAY = timedelta(days=1)


@pytest.fixture
def subscription(people):
    row = Subscription.objects.get(customer=people["active"])
    row.items = [{"name": "Membership", "product": row.products.get().pk}]
    row.save()
    return row


def run(now) -> list[tuple[str, str]]:
    """Let the clock's task run at `now`; return all that is noted since the beginning."""
    ahead.note_what_is_ahead(now=now, made_at=now)
    return list(Notice.objects.order_by("pk").values_list("kind", "about"))


def due(row, **fields):
    Subscription.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    ("days", "is_told"), [(6, False), (6.1, True), (7, True), (7.1, False), (-1, False)]
)
def test_renewal_is_told_a_week_before(subscription, now, days, is_told):
    due(subscription, current_period_end=now + days * DAY)
    assert bool(run(now)) is is_told


def test_renewal_is_told_once_a_date(subscription, now):
    due(subscription, current_period_end=now + 7 * DAY)
    run(now)
    again = run(now + timedelta(hours=4))
    due(subscription, current_period_end=now + 35 * DAY)
    assert again == [("renewal_ahead", f"sub_active {now + 7 * DAY:%Y-%m-%d}")]
    assert len(run(now + 28 * DAY)) == 2


def test_missed_run_is_made_up_for(subscription, now):
    due(subscription, current_period_end=now + 7 * DAY)
    assert run(now + timedelta(hours=23))


@pytest.mark.parametrize(
    ("interval", "count", "is_told"),
    [("day", 27, False), ("week", 3, False), ("week", 4, True), ("month", 1, True)],
)
def test_short_rhythms_are_not_told_of(subscription, now, interval, count, is_told):
    due(subscription, current_period_end=now + 7 * DAY, interval=interval, interval_count=count)
    assert bool(run(now)) is is_told


def test_days_are_those_of_the_portal_that_writes(subscription, club, now):
    NoticeSettings.objects.create(site_id=club.site_id, renewal_days=14)
    due(subscription, current_period_end=now + 7 * DAY)
    assert run(now) == []
    due(subscription, current_period_end=now + 14 * DAY)
    assert run(now)


def test_what_is_switched_off_is_not_noted(subscription, club, now):
    NoticeSettings.objects.create(site_id=club.site_id, switched_off=["renewal_ahead"])
    due(subscription, current_period_end=now + 7 * DAY)
    assert run(now) == []


def test_end_of_a_trial_is_told_and_not_as_a_renewal(people, now):
    row = Subscription.objects.get(customer=people["trialing"])
    due(row, trial_ends_at=now + 3 * DAY, current_period_end=now + 7 * DAY)
    assert [kind for kind, _about in run(now)] == ["trial_ending"]


@pytest.mark.parametrize("is_held", [True, False])
def test_end_of_a_pause_is_told_whichever_way_it_is_paused(people, now, is_held):
    row = Subscription.objects.get(customer=people["paused"])
    if is_held:
        due(row, resumes_at=now + 3 * DAY)
    else:
        Return.objects.create(subscription=row, at=now + 3 * DAY)
    assert [kind for kind, _about in run(now)] == ["pause_ending"]
    assert Notice.objects.get().facts["due"] == (now + 3 * DAY).isoformat()


@pytest.mark.parametrize("fields", [{"email": ""}, {"deleted_at": "2026-01-01T00:00:00Z"}])
def test_nobody_to_write_to_is_left_out(subscription, now, fields):
    due(subscription, current_period_end=now + 7 * DAY)
    Customer.objects.filter(pk=subscription.customer_id).update(**fields)
    assert run(now) == []


def test_many_are_read_in_batches(subscription, now, monkeypatch):
    monkeypatch.setattr(ahead, "AT_ONCE", 2)
    product = subscription.products.get()
    for number in range(5):
        owner = Customer.objects.create(
            shop=product.shop, source="stripe", external_id=f"cus_{number}", email="a@b.de"
        )
        row = _subscribe(owner, Person(f"{number}@b.de", "active", ""), product, now)
        due(row, current_period_end=now + 7 * DAY)
    with CaptureQueriesContext(connection) as asked:
        assert len(run(now)) == 5
    assert sum("bulk" in q["sql"] or "INSERT" in q["sql"] for q in asked) == 3
