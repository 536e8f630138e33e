"""What is not fully understood is refused, and the fault says where it is."""

import json
import math
import time
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from access_rules import named
from access_rules.audience import audience_q
from access_rules.conditions.everyone import Everyone
from access_rules.decisions import decide
from access_rules.parsing import (
    MAX_CONDITIONS,
    MAX_DEPTH,
    RuleFault,
    parse,
    read_text,
    to_json,
)
from access_rules.presets import ACTIVE
from access_rules.tree import NOBODY, AllOf
from tests.access_rules.builders import nested, portal, viewer
from tests.access_rules.conftest import NOW

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


MANY = 100_000
WRONG: list[Any] = [
    None,
    True,
    700,
    -1,
    10**400,
    0.5,
    math.nan,
    math.inf,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    b"x",
]


def _one(**values: object) -> dict[str, object]:
    return {"version": 1, "all": [values]}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: f"{one!r:.12}")
def test_values_of_every_wrong_kind_are_faults_at_their_place(wrong):
    for name, path in [("all", "rule.all"), ("version", "rule.version")]:
        with pytest.raises(RuleFault) as fault:
            parse({"version": 1, "all": [ANYONE], name: wrong})
        assert fault.value.path.startswith(path)


@pytest.mark.parametrize(
    "wrong", [one for one in WRONG if one != {}], ids=lambda one: f"{one!r:.12}"
)
def test_settings_of_every_wrong_kind_are_faults_at_their_place(wrong):
    values = {"condition": "percentage", "split": "a", "start": 0, "end": 101}
    for name in values:
        with pytest.raises(RuleFault) as fault:
            parse(_one(**{**values, name: wrong}))
        assert fault.value.path.startswith("rule.all[0].")


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"condition": "tag", "tags": ["a", "\ud800"]}, "tags"),
        ({"condition": "tag", "tags": ["a\0"]}, "tags"),
        ({"condition": "tag", "tags": [["a"]]}, "tags"),
        ({"condition": "percentage", "split": "a\udfff", "start": 0, "end": 1}, "split"),
        ({"condition": "percentage", "split": "a", "start": 10**400, "end": 1}, "start"),
        ({"condition": "percentage", "split": "a", "start": math.nan, "end": 1}, "start"),
        ({"condition": "percentage", "split": "a", "start": 0, "end": math.inf}, "end"),
        ({"condition": "between_dates", "first": "99999-01-01", "last": None}, "first"),
        ({"condition": "between_dates", "first": "0000-00-00", "last": None}, "first"),
        ({"condition": "between_dates", "first": None, "last": "9999-12-31"}, "last"),
        ({"condition": "standing_in_club", "value": "active", "club": 2**63}, "club"),
        ({"condition": "standing\0", "value": "active"}, "condition"),
        ({"condition": "__class__"}, "condition"),
        ({**ANYONE, "\ud800": 1}, "\ud800"),
    ],
)
def test_hostile_setting_is_a_fault_at_its_place(values, place):
    with pytest.raises(RuleFault) as fault:
        parse(_one(**values))
    assert fault.value.path == f"rule.all[0].{place}"


@pytest.mark.parametrize(
    "rule",
    [
        {"version": 1, "all": [ANYONE] * MANY},
        {"version": 1, "all": [{"any": [ANYONE]}] * MANY},
        {"version": 1, "all": [{}] * MANY},
        {"version": 1, "all": [{str(key): 1 for key in range(MANY)}]},
        {"version": 1, **{str(key): [] for key in range(MANY)}},
        _one(condition="everyone", **{str(key): 1 for key in range(MANY)}),
        _one(condition="tag", tags=[str(key) for key in range(MANY)]),
        _one(condition="x" * MANY),
        _one(condition="percentage", split="x" * MANY, start=0, end=1),
    ],
    ids=["conditions", "groups", "empty", "keys", "root", "settings", "tags", "name", "text"],
)
def test_wide_rule_is_refused_at_once(rule):
    started = time.process_time()
    with pytest.raises(RuleFault) as fault:
        parse(rule)
    assert time.process_time() - started < 0.1
    assert len(str(fault.value)) < 200


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"version": 1, "version": 1, "all": [{"condition": "everyone"}]}', "rule.version"),
        ('{"version": 1, "all": [], "all": [{"condition": "everyone"}]}', "rule.all"),
        (
            '{"version": 1, "any": [{"condition": "standing", "condition": "everyone"}]}',
            "rule.any[0].condition",
        ),
        (
            '{"version": 1, "any": [{"condition": "standing", "value": 1, "value": "active"}]}',
            "rule.any[0].value",
        ),
        ('{"version": NaN}', "rule"),
        ('{"version": 1, "all": -Infinity}', "rule"),
        ('{"version": 1, "all": ' + "[" * 100_000, "rule"),
        ('{"version": ' + "9" * 100_000 + "}", "rule"),
        ('{"version": 1e999, "all": []}', "rule.version"),
        ("", "rule"),
        ("[]", "rule"),
        ('"all"', "rule"),
    ],
)
def test_hostile_text_is_refused(text, path):
    with pytest.raises(RuleFault) as fault:
        parse(read_text(text))
    assert fault.value.path == path


def test_text_of_a_rule_is_read():
    assert parse(read_text(json.dumps(ACTIVE))) == parse(ACTIVE)


HOSTILE = {
    "deep": nested(10_000),
    "wide": {"version": 1, "any": [ANYONE] * MANY},
    "unknown": {"version": 1, "none": [{"condition": "gold"}]},
    "surrogate": {"version": 1, "none": [{"condition": "tag", "tags": ["\ud800"]}]},
    "nan": {"version": 1, "none": [{"condition": "standing", "value": math.nan}]},
    "gone": {"version": 1, "none": [{"condition": "named_rule", "rule": str(UUID(int=7))}]},
    "circle": {"version": 1, "none": [{"condition": "named_rule", "rule": str(UUID(int=1))}]},
    "another shop's": {
        "version": 1,
        "none": [{"condition": "named_rule", "rule": str(UUID(int=2))}],
    },
}


@pytest.mark.parametrize("rule", HOSTILE.values(), ids=HOSTILE)
def test_hostile_rule_found_in_the_database_is_closed(monkeypatch, rule):
    kept = {
        UUID(int=1): named.Named(1, "Circle", HOSTILE["circle"]),
        UUID(int=2): named.Named(2, "Elsewhere", ACTIVE),
    }
    monkeypatch.setattr(named, "_read", lambda: kept)
    named.forget()
    decision = decide(rule, replace(viewer(), portal=portal(shop_id=1)))
    assert not decision.allowed
    assert decision.fault
    assert audience_q(rule, portal(shop_id=1), NOW) == NOBODY
    named.forget()
