"""Rules between database, form and page: unreadable text is refused and never raises."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from access_rules.editor.stored import as_text, audience_name, check_rule, read_rule, sentence_of
from access_rules.presets import ACTIVE

COMPOSED = {"version": 1, "none": [{"condition": "standing", "value": "active"}]}
UNREADABLE = ["{", "[1]", "[" * 100_000, "null", '"text"', 7, ["list"]]


@pytest.mark.parametrize("value", UNREADABLE, ids=lambda value: str(value)[:8])
def test_what_is_no_rule_is_read_as_a_faulty_one(value):
    with pytest.raises(ValidationError):
        check_rule(read_rule(value))


def test_equal_rules_give_equal_text():
    other_way_round = dict(reversed(COMPOSED.items()))
    assert as_text(COMPOSED) == as_text(other_way_round)


def test_text_is_read_back():
    assert read_rule(as_text(COMPOSED)) == COMPOSED


def test_fault_names_its_place():
    broken = {"version": 1, "all": [{"condition": "standing", "value": "gold"}]}
    with pytest.raises(ValidationError, match=r"rule\.all\[0\]\.value"):
        check_rule(broken)


def test_ready_made_rule_is_told_by_its_name():
    assert (audience_name(ACTIVE), sentence_of(ACTIVE)) == ("Active", "Active")


def test_composed_rule_is_told_as_a_sentence():
    assert sentence_of(COMPOSED).startswith("Whoever ")
    assert audience_name(COMPOSED) in sentence_of(COMPOSED)


def test_broken_rule_is_told_to_be_for_nobody():
    assert audience_name({}).startswith("nobody")
    assert sentence_of({"unreadable": "x"}).startswith("Nobody")
