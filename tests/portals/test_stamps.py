"""Stamps are asked for once a request, and never stale for longer."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from portals.stamps import PAGES, PORTALS, change_stamp, stamp_of, steady


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What the cache is asked for."""
    found: list[str] = []
    get = cache.get

    def spy(key: str, *rest: object, **options: object) -> object:
        found.append(key)
        return get(key, *rest, **options)

    monkeypatch.setattr("portals.stamps.cache.get", spy)
    return found


def test_a_stamp_stays_until_it_is_changed():
    before = stamp_of(PAGES)
    assert stamp_of(PAGES) == before
    change_stamp(PAGES)
    assert stamp_of(PAGES) != before


def test_within_a_request_the_cache_is_asked_once_for_all_of_them(asked):
    stamp_of(PAGES), stamp_of(PORTALS)
    with steady():
        asked.clear()
        for _ in range(3):
            stamp_of(PAGES), stamp_of(PORTALS)
    assert asked == []


def test_outside_of_a_request_it_is_asked_each_time(asked):
    stamp_of(PAGES)
    asked.clear()
    stamp_of(PAGES), stamp_of(PAGES)
    assert asked == [PAGES, PAGES]


def test_what_another_process_changes_meanwhile_counts_from_the_next_request():
    with steady():
        before = stamp_of(PAGES)
        cache.set(PAGES, "another process's", None)
        assert stamp_of(PAGES) == before
    with steady():
        assert stamp_of(PAGES) == "another process's"


def test_what_a_request_changes_itself_counts_at_once():
    with steady():
        before = stamp_of(PAGES)
        change_stamp(PAGES)
        assert stamp_of(PAGES) != before


def test_a_cache_that_forgets_within_a_request_gives_one_new_stamp():
    with steady():
        cache.clear()
        first = stamp_of(PAGES)
        assert (stamp_of(PAGES), cache.get(PAGES)) == (first, first)
