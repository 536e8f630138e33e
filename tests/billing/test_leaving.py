from __future__ import annotations

from datetime import timedelta

import pytest

from billing import leaving
from billing.leaving import Press, Shown, end_leaving, note_shown, note_undone
from billing.models import Leaving, LeavingStep, Operation, Subscription
from tests.billing.trying import HOST, End, figures, operation, presses

WHY = Shown(7, 70, "b1", "Why do you cancel?")
STAY = Shown(8, 80, "b2", "Stay for less")


@pytest.fixture
def subscription(people):
    return Subscription.objects.get(external_id="sub_active")


@pytest.fixture
def press(subscription, now):
    return presses(subscription, now)


def kinds():
    return list(LeavingStep.objects.values_list("kind", flat=True))


def test_page_that_is_loaded_again_is_kept_once(subscription, now, django_assert_num_queries):
    note_shown(subscription, HOST, [WHY, STAY], now=now)
    with django_assert_num_queries(2):
        note_shown(subscription, HOST, [WHY, STAY], now=now + timedelta(minutes=5))
    assert (Leaving.objects.count(), kinds()) == (1, ["shown", "shown"])


def test_new_version_of_a_page_is_kept_beside_the_old_one(subscription, now):
    note_shown(subscription, HOST, [WHY], now=now)
    note_shown(subscription, HOST, [Shown(7, 71, "b1", WHY.said)], now=now)
    assert list(LeavingStep.objects.values_list("page_revision", flat=True)) == [70, 71]


def test_press_knows_the_version_on_which_its_block_was_shown(subscription, press, now):
    note_shown(subscription, HOST, [WHY, STAY], now=now)
    press("reason", "b1", choice="unused", reason="too-much", comment="Two bags left")
    step = LeavingStep.objects.get(kind="reason")
    assert (step.page_id, step.page_revision, step.choice) == (7, 70, "unused")
    assert list(Leaving.objects.values_list("reason", "comment")) == [("too-much", "Two bags left")]


def test_double_click_is_kept_once(press):
    assert press("declined", "b2") == press("declined", "b2")
    assert kinds() == ["declined"]


def test_second_click_on_the_last_button_begins_nothing(press, now):
    end_leaving(press("kept"), End.KEPT, now=now)
    assert press("kept") is None
    assert Leaving.objects.count() == 1


def test_after_its_end_another_try_begins(subscription, press, now):
    end_leaving(press("kept"), End.KEPT, now=now)
    note_shown(subscription, HOST, [WHY], now=now)
    assert list(Leaving.objects.order_by("end").values_list("end", flat=True)) == ["", "kept"]


def test_who_looks_again_at_what_a_try_ended_with_begins_no_other(subscription, press, now):
    note_shown(subscription, HOST, [WHY], now=now)
    end_leaving(press("kept"), End.KEPT, now=now)
    note_shown(subscription, HOST, [WHY], now=now + timedelta(minutes=1))
    assert Leaving.objects.count() == 1


def test_try_that_begins_with_a_press_begins_with_what_was_shown(subscription, press, now):
    note_shown(subscription, HOST, [WHY], now=now)
    end_leaving(press("kept"), End.KEPT, now=now)
    begun = press("reason", at=now + timedelta(minutes=1), choice="unused")
    assert list(begun.steps.values_list("kind", "said")) == [("shown", WHY.said), ("reason", "")]


def test_what_was_left_off_a_day_ago_is_another_try(subscription, now):
    note_shown(subscription, HOST, [WHY], now=now - timedelta(hours=25))
    note_shown(subscription, HOST, [WHY], now=now)
    assert Leaving.objects.count() == 2


def test_end_that_is_not_known_yet_follows_what_is_settled(press, now, people):
    asked = operation(people["active"].pk, "unknown")
    end_leaving(press("cancel"), End.CANCELLED, asked, now=now)
    assert figures(now + timedelta(days=2), days=9).under_way == 1
    Operation.objects.update(outcome="done")
    Subscription.objects.update(state="ending")
    found = leaving.latest_leaving(Leaving.objects.get().subscription_id)
    assert leaving.end_of(found) == End.CANCELLED
    assert figures(now).cancelled == 1


@pytest.mark.parametrize(("end", "after"), [(End.CANCELLED, "kept"), (End.KEPT, "kept"), ("", "")])
def test_what_is_taken_back_is_kept_after_all(subscription, press, now, end, after):
    end_leaving(press("cancel"), end, now=now)
    note_undone(subscription, Press("kept", "b1", choice="undo"), now=now)
    assert Leaving.objects.get().end == after


@pytest.mark.parametrize(("outcome", "had"), [("done", {"discount:A"}), ("refused", set())])
def test_offer_was_had_once_it_is_done(press, now, people, outcome, had):
    tried = press("offer", "b2", choice="discount:A")
    asked = operation(people["active"].pk, outcome, "apply_coupon")
    end_leaving(tried, End.SAVED, asked, now=now)
    assert leaving.offers_taken([people["active"].pk]) == had
    assert leaving.offers_taken([people["paused"].pk]) == frozenset()


def test_offer_that_was_refused_before_another_was_taken_was_not_had(press, now, people):
    press("offer", "b2", choice="discount:A")
    tried = press("offer", "b3", choice="pause")
    end_leaving(tried, End.SAVED, operation(people["active"].pk, action="pause"), now=now)
    assert "discount:A" not in leaving.offers_taken([people["active"].pk])
