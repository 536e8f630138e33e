"""The ready-made rules."""

import copy

import pytest

from access_rules.decisions import allows
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE, PRESETS, preset_of
from access_rules.subject import signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

NOBODY, ACTIVE_ONE, INACTIVE_ONE = signed_out(NOW), viewer("active"), viewer("inactive")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (EVERYONE, (True, True, True)),
        (ANY_CUSTOMER, (False, True, True)),
        (ACTIVE, (False, True, False)),
        (INACTIVE, (False, False, True)),
    ],
)
def test_who_meets_the_ready_made_rules(rule, expected):
    assert tuple(allows(rule, who) for who in (NOBODY, ACTIVE_ONE, INACTIVE_ONE)) == expected


@pytest.mark.parametrize("key", PRESETS)
def test_preset_is_recognised_and_has_words(key):
    preset = PRESETS[key]
    assert preset_of(copy.deepcopy(preset.rule)) == key
    assert str(preset.label)
    assert str(preset.help_text)


@pytest.mark.parametrize("rule", [None, {}, {"version": 1, "none": ACTIVE["all"]}, "active"])
def test_any_other_rule_is_no_preset(rule):
    assert preset_of(rule) is None
