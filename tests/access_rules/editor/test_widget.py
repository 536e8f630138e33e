"""The widget without JavaScript, and what it hands to the editor."""

from __future__ import annotations

import pytest

from access_rules.editor.stored import as_text
from access_rules.editor.widget import RuleWidget
from access_rules.presets import ACTIVE, INACTIVE

COMPOSED = {"version": 1, "none": [{"condition": "standing", "value": "active"}]}


def rendered(value):
    return str(RuleWidget().render("who", value, {"id": "id_who"}))


def test_ready_made_rule_is_the_chosen_card():
    chosen = [line for line in rendered(as_text(ACTIVE)).splitlines() if " checked" in line]
    assert len(chosen) == 1
    assert "&quot;active&quot;" in chosen[0]


def test_composed_rule_is_kept_and_told():
    shown = rendered(COMPOSED)
    assert 'name="who-choice" value="" checked' in shown
    assert "data-rule-stored>Whoever " in shown


def test_unreadable_text_is_shown_again_as_it_was():
    assert 'value="{oops"' in rendered("{oops")


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ({"who": as_text(COMPOSED), "who-choice": ""}, COMPOSED),
        ({"who": as_text(COMPOSED)}, COMPOSED),
        ({"who": as_text(COMPOSED), "who-choice": as_text(INACTIVE)}, INACTIVE),
    ],
    ids=["composed", "no card", "another card"],
)
def test_card_goes_before_the_rule_that_was(sent, taken):
    assert RuleWidget().value_from_datadict(sent, {}, "who") == as_text(taken)


def test_whoever_may_not_change_a_rule_sees_it_locked_and_reads_why():
    shown = str(RuleWidget().render("who", as_text(ACTIVE), {"disabled": True}))
    assert shown.count(" disabled>") == shown.count('type="radio"')
    assert "data-rule-why>You may not change who sees this." in shown
    assert "data-rule-why hidden>" in rendered(as_text(ACTIVE))


def test_builder_is_a_module():
    assert 'type="module"' in str(RuleWidget().media)
