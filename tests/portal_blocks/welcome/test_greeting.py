from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal_blocks.welcome.greeting import first_name, greeting, in_own_words


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Sam Sample", "Sam"),
        ("  Sam  ", "Sam"),
        ("", ""),
        ("sam@example.com", ""),
        ("Dr. Sam Sample", "Dr. Sam Sample"),
        ("山田 太郎", "山田 太郎"),
        ("ليلى حداد", "ليلى"),
        ("Maximilianeantoniafriederike Hohenstein", ""),
    ],
)
def test_people_are_called_by_what_they_are_called(name, called):
    assert first_name(name) == called


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (4, "Good evening"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
    ],
)
def test_the_hour_decides_on_the_greeting(hour, words):
    now = datetime(2026, 11, 23, hour, 30, tzinfo=UTC)
    assert greeting("", now) == words
    assert greeting("Sam Sample", now) == f"{words}, Sam"


def test_own_words_take_the_name_where_it_is_asked_for():
    assert in_own_words("Hello, {name}. {name}?", "", "Sam Sample") == "Hello, Sam. Sam?"


def test_own_words_that_need_a_name_give_way_to_those_without():
    assert in_own_words("Hello, {name}", "Hello", "") == "Hello"


def test_own_words_are_no_pattern():
    assert in_own_words("100 %s {0} {name.x}", "", "Sam") == "100 %s {0} {name.x}"
