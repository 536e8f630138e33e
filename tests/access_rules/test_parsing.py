"""What is not fully understood is refused, and the fault says where it is."""

import json
from typing import Any

import pytest

from access_rules.conditions.everyone import Everyone
from access_rules.parsing import MAX_CONDITIONS, MAX_DEPTH, RuleFault, parse, to_json
from access_rules.presets import ACTIVE
from access_rules.tree import AllOf
from tests.access_rules.builders import nested

ANYONE = {"condition": "everyone"}
ACTIVE_ONE = {"condition": "standing", "value": "active"}
FAULTS: list[tuple[object, str]] = [
    (None, "rule"),
    ({}, "rule"),
    ([], "rule"),
    ("everyone", "rule"),
    (5, "rule"),
    (True, "rule"),
    ({"all": [ANYONE]}, "rule.version"),
    ({"version": 2, "all": [ANYONE]}, "rule.version"),
    ({"version": True, "all": [ANYONE]}, "rule.version"),
    ({"version": "1", "all": [ANYONE]}, "rule.version"),
    ({"version": 1}, "rule"),
    ({"version": 1, **ANYONE}, "rule"),
    ({"version": 1, "all": []}, "rule.all"),
    ({"version": 1, "all": {}}, "rule.all"),
    ({"version": 1, "all": None}, "rule.all"),
    ({"version": 1, "all": "everyone"}, "rule.all"),
    ({"version": 1, "most": [ANYONE]}, "rule"),
    ({"version": 1, "all": [ANYONE], "any": [ANYONE]}, "rule"),
    ({"version": 1, "all": [ANYONE], "note": "x"}, "rule"),
    ({"version": 1, "all": [ANYONE, {"any": []}]}, "rule.all[1].any"),
    ({"version": 1, "all": [{"none": [ANYONE, {}]}]}, "rule.all[0].none[1]"),
    ({"version": 1, "all": [None]}, "rule.all[0]"),
    ({"version": 1, "all": [{"condition": "gold"}]}, "rule.all[0].condition"),
    ({"version": 1, "all": [{"condition": ["everyone"]}]}, "rule.all[0].condition"),
    ({"version": 1, "all": [{"condition": "standing", "value": "gold"}]}, "rule.all[0].value"),
    ({"version": 1, "all": [{"condition": "standing", "value": 1}]}, "rule.all[0].value"),
    ({"version": 1, "all": [{**ANYONE, "all": [ANYONE]}]}, "rule.all[0].all"),
]


@pytest.mark.parametrize(("rule", "path"), FAULTS)
def test_fault_is_named_by_its_place(rule, path):
    with pytest.raises(RuleFault) as fault:
        parse(rule)
    assert fault.value.path == path
    assert str(fault.value.message)


def test_rule_survives_storing():
    rule = {"version": 1, "all": [ACTIVE_ONE, {"any": [ANYONE, {"none": [ACTIVE_ONE]}]}]}
    assert to_json(parse(json.loads(json.dumps(rule)))) == rule


def test_single_condition_is_stored_in_a_group():
    assert parse(to_json(Everyone())) == AllOf((Everyone(),))


def test_what_is_no_node_cannot_be_stored():
    with pytest.raises(TypeError):
        to_json("everyone")


def test_deepest_rule_allowed():
    assert parse(nested(MAX_DEPTH))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 10_000])
def test_deeper_rule_is_a_fault_and_no_recursion_error(depth):
    with pytest.raises(RuleFault):
        parse(nested(depth))


def test_as_many_conditions_as_allowed():
    assert len(parse({"version": 1, "any": [ANYONE] * MAX_CONDITIONS}).parts) == MAX_CONDITIONS


@pytest.mark.parametrize("groups", [1, 3])
def test_more_conditions_are_a_fault_however_grouped(groups):
    each = [ANYONE] * (MAX_CONDITIONS // groups + 1)
    with pytest.raises(RuleFault):
        parse({"version": 1, "all": [{"any": each}] * groups})


def test_rule_inside_itself_is_a_fault():
    rule: dict[str, Any] = {"version": 1, "all": []}
    rule["all"].append({"any": rule["all"]})
    with pytest.raises(RuleFault):
        parse(rule)


def test_long_names_are_cut_in_the_place():
    with pytest.raises(RuleFault) as fault:
        parse({"version": 1, "all": [{**ANYONE, "x" * 10_000: 1}]})
    assert len(fault.value.path) < 100


def test_reading_changes_nothing_of_the_rule():
    before = json.dumps(ACTIVE)
    parse(ACTIVE)
    assert json.dumps(ACTIVE) == before
