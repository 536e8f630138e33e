"""Tries are counted before they are judged, by all threads together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import ThrottleWindow
from accounts.throttle import Limit, Throttled, count_try, forget_old_windows, give_back

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
THREE = Limit("test", tries=3, seconds=3600)


def try_once(now=NOW, identity="somebody") -> bool:
    try:
        count_try({THREE: identity}, now=now)
    except Throttled:
        return False
    return True


@pytest.mark.django_db
def test_tries_are_limited_until_the_window_ends():
    assert [try_once() for _ in range(4)] == [True, True, True, False]
    assert try_once(NOW + timedelta(minutes=29, seconds=59)) is False
    assert try_once(NOW + timedelta(minutes=30)) is True


@pytest.mark.django_db
def test_it_says_when_to_come_back():
    for _ in range(3):
        try_once()
    with pytest.raises(Throttled) as over:
        count_try({THREE: "somebody"}, now=NOW)
    assert over.value.until == datetime(2026, 3, 1, 13, tzinfo=UTC)


@pytest.mark.django_db
def test_others_are_not_slowed_down():
    for _ in range(4):
        try_once()
    assert try_once(identity="somebody else") is True


@pytest.mark.django_db
def test_a_right_try_is_given_back():
    for _ in range(10):
        assert try_once()
        give_back({THREE: "somebody"}, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_are_all_counted():
    def attempt(_number: int) -> bool:
        try:
            return try_once()
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(attempt, range(24)))
    assert sum(answers) == THREE.tries
    assert ThrottleWindow.objects.get().count == 24


@pytest.mark.django_db
def test_old_windows_are_forgotten():
    try_once()
    assert forget_old_windows(now=NOW) == 0
    assert forget_old_windows(now=NOW + timedelta(days=2)) == 1


@pytest.mark.django_db
def test_windows_hold_no_address():
    try_once(identity="active@example.com")
    assert "active" not in str(ThrottleWindow.objects.values().get())
