"""An e-mail is noted once, sent by one, tried again, and given up."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction

from accounts.models import Customer
from billing.models import Notice
from billing.notices import note, outbox, reasons
from tests.billing.conftest import shop  # noqa: F401  (a fixture)

FACTS = {"amount": 2400, "currency": "EUR"}


@pytest.fixture
def ada(shop):  # noqa: F811
    return Customer.objects.create(shop=shop, source="stripe", external_id="cus_1", email="a@b.de")


@pytest.fixture
def notice(ada, now):
    note(ada.pk, "order", "in_1", FACTS, now=now)
    return Notice.objects.get()


def test_what_is_noted_twice_is_noted_once(ada, now):
    assert note(ada.pk, "order", "in_1", FACTS, now=now)
    assert not note(ada.pk, "order", "in_1", {"amount": 1}, now=now + timedelta(days=9))
    assert [row.facts for row in Notice.objects.all()] == [FACTS]


def test_another_kind_about_the_same_is_noted(ada, now):
    assert note(ada.pk, "order", "in_1", FACTS, now=now)
    assert note(ada.pk, "payment_failed", "in_1", FACTS, now=now)


def test_unknown_kind_is_refused(ada, now):
    with pytest.raises(ValueError, match="gossip"):
        note(ada.pk, "gossip", "in_1", FACTS, now=now)


@pytest.mark.django_db(transaction=True)
def test_worker_is_asked_when_it_is_committed(ada, now, asked):
    with transaction.atomic():
        note(ada.pk, "order", "in_1", FACTS, now=now)
        before = list(asked)
    note(ada.pk, "order", "in_1", FACTS, now=now)
    assert (before, asked) == ([], [str(Notice.objects.get().pk)])


def test_what_is_undone_is_not_told(ada, now, asked):
    with transaction.atomic():
        note(ada.pk, "order", "in_1", FACTS, now=now)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), asked) == (0, [])


def test_claimed_one_is_nobody_elses(notice, now):
    assert outbox.claim(notice.pk, now=now) == notice
    assert outbox.claim(notice.pk, now=now + outbox.CLAIM - timedelta(seconds=1)) is None


def test_sender_that_died_loses_it_to_the_next(notice, now):
    outbox.claim(notice.pk, now=now)
    again = outbox.claim(notice.pk, now=now + outbox.CLAIM)
    assert (again.pk, again.attempts) == (notice.pk, 2)


def test_one_that_kills_every_sender_is_given_up(notice, now):
    Notice.objects.update(attempts=outbox.TRIES)
    assert outbox.claim(notice.pk, now=now) is None
    row = Notice.objects.get()
    assert (row.state, "has died" in row.because) == ("failed", True)


@pytest.mark.parametrize(("age", "state"), [(24.1, "skipped"), (23.9, "sending")])
def test_news_of_yesterday_is_dropped(notice, now, age, state):
    outbox.claim(notice.pk, now=now + timedelta(hours=age))
    row = Notice.objects.get()
    assert (row.state, row.because) == (state, reasons.LATE if state == "skipped" else "")


def test_sent_one_is_closed(notice, now):
    outbox.sent(outbox.claim(notice.pk, now=now), "shop.localhost", now=now)
    row = Notice.objects.get()
    assert (row.state, row.sent_at, row.portal_host) == ("sent", now, "shop.localhost")
    assert outbox.claim(notice.pk, now=now + timedelta(hours=1)) is None


def test_waits_grow_until_it_is_given_up(notice, now):
    moment, tried = now, []
    while (found := outbox.claim(notice.pk, now=moment)) is not None:
        tried.append(moment)
        outbox.put_off(found, "down", now=moment)
        moment = Notice.objects.get().next_try_at or moment
    waits = [(later - before).total_seconds() for before, later in pairwise(tried)]
    assert waits == [60, 240, 960, 3840]
    row = Notice.objects.get()
    assert (row.state, row.attempts, row.because) == ("failed", outbox.TRIES, "down")


def test_failed_one_is_begun_anew_when_somebody_asks(notice, now, asked):
    outbox.fail(notice, "down")
    assert outbox.try_again(notice.pk, now=now + timedelta(days=2))
    found = outbox.claim(notice.pk, now=now + timedelta(days=2))
    assert (found.attempts, asked[-1]) == (1, str(notice.pk))


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "skipped"])
def test_one_that_has_not_failed_is_not_begun_anew(notice, now, state):
    Notice.objects.update(state=state)
    assert not outbox.try_again(notice.pk, now=now)


@pytest.mark.parametrize(
    ("fields", "is_swept"),
    [
        ({}, False),
        ({"made_at": timedelta(minutes=-1)}, True),
        ({"next_try_at": timedelta(seconds=-1)}, True),
        ({"next_try_at": timedelta(seconds=9), "made_at": timedelta(minutes=-1)}, False),
        ({"state": "sending", "next_try_at": timedelta(seconds=-1)}, True),
        ({"state": "sent", "made_at": timedelta(minutes=-1)}, False),
        ({"state": "failed", "made_at": timedelta(minutes=-1)}, False),
        ({"state": "skipped", "made_at": timedelta(minutes=-1)}, False),
    ],
)
def test_sweep_picks_up_what_is_due(notice, now, asked, fields, is_swept):
    asked.clear()
    times = {name: now + v for name, v in fields.items() if isinstance(v, timedelta)}
    Notice.objects.update(**{**fields, **times})
    outbox.sweep(now=now)
    assert asked == ([str(notice.pk)] if is_swept else [])


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_are_one(notice, now):
    claimed, gate = [], threading.Barrier(4)

    def run():
        gate.wait(30)
        claimed.append(outbox.claim(notice.pk, now=now))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len([one for one in claimed if one is not None]) == 1
