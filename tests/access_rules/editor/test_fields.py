"""Rules in forms and streams."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from access_rules.editor.fields import RuleBlock, RuleFormField
from access_rules.editor.stored import as_text
from access_rules.presets import ACTIVE, EVERYONE

BROKEN = '{"version":1,"all":[{"condition":"no_such"}]}'


@pytest.mark.parametrize("value", ["", "{}", "{", BROKEN], ids=["none", "empty", "cut", "unknown"])
def test_what_could_not_be_decided_on_is_refused(value):
    with pytest.raises(ValidationError):
        RuleFormField().clean(value)


def test_rule_spelled_otherwise_has_not_changed():
    assert not RuleFormField().has_changed(ACTIVE, '{"version": 1, "all": ' + PART + "}")


PART = '[{"value": "active", "condition": "standing"}]'


def test_unreadable_block_is_refused_and_raises_nothing_before():
    value = RuleBlock().value_from_form("{oops")
    with pytest.raises(ValidationError):
        RuleBlock().clean(value)


def test_block_hands_the_editor_its_rule_and_how_it_reads():
    state = RuleBlock().get_form_state(ACTIVE)
    assert state == {"rule": as_text(ACTIVE), "sentence": "Active"}


def test_new_block_is_for_everyone():
    assert RuleBlock().get_default() == EVERYONE
