"""Closed by default, in every way there is; and the reasons."""

import logging
from typing import Any

import pytest

from access_rules import compiling
from access_rules.decisions import allows, allows_all, decide, decide_all
from access_rules.presets import ACTIVE, ANY_CUSTOMER, EVERYONE, INACTIVE
from access_rules.subject import Subject, signed_out
from access_rules.tree import AllOf
from tests.access_rules.builders import Answers, nested, viewer
from tests.access_rules.conftest import NOW

FAULTY: list[Any] = [
    None,
    {},
    [],
    "everyone",
    5,
    {"version": 1, "all": []},
    {"version": 9, "all": [{"condition": "everyone"}]},
    {"version": 1, "all": [{"condition": "gold"}]},
    {"version": 1, "any": [{"condition": "everyone"}, {"condition": "standing", "value": "gold"}]},
    nested(10_000),
    {"version": 1, "all": [{"condition": "everyone", "since": object()}]},
]


@pytest.mark.parametrize("rule", FAULTY)
def test_faulty_rule_allows_nobody_and_is_shown_as_a_fault(rule):
    decision = decide(rule, viewer())
    assert not decision.allowed
    assert decision.fault
    assert allows(rule, viewer()) is False


@pytest.mark.parametrize("subject", [None, "active", object(), {"customer_id": 5}])
@pytest.mark.parametrize("rule", [EVERYONE, {"version": 1, "none": ACTIVE["all"]}])
def test_without_a_subject_nothing_is_allowed(rule, subject):
    assert decide(rule, subject).fault
    assert allows(rule, subject) is False


@pytest.mark.parametrize("answer", [ValueError("x"), RecursionError(), MemoryError(), 1, "yes"])
def test_condition_that_misbehaves_allows_nobody(monkeypatch, answer):
    tree = AllOf((Answers(answer),))
    monkeypatch.setattr(compiling, "parse", lambda rule: tree)
    assert decide(EVERYONE, viewer()).fault
    assert allows(EVERYONE, viewer()) is False


def test_words_of_an_exception_are_not_shown(monkeypatch):
    tree = AllOf((Answers(ValueError("secret")),))
    monkeypatch.setattr(compiling, "parse", lambda rule: tree)
    assert "secret" not in decide(EVERYONE, viewer()).because[0].sentence


@pytest.mark.parametrize("ask", [decide, allows])
@pytest.mark.parametrize("rule", FAULTY)
def test_faulty_rule_is_logged_once(caplog, ask, rule):
    caplog.set_level(logging.ERROR)
    for _request in range(3):
        ask(rule, viewer())
    assert len(caplog.records) == 1


def test_two_faulty_rules_are_both_logged(caplog):
    caplog.set_level(logging.ERROR)
    for name in ("gold", "silver"):
        allows({"version": 1, "all": [{"condition": name}]}, viewer())
    assert len(caplog.records) == 2


@pytest.mark.parametrize("value", ["active", "inactive"])
def test_unknown_standing_is_no_also_when_negated(value):
    stored = [{"condition": "standing", "value": value}]
    for rule in ({"version": 1, "all": stored}, {"version": 1, "none": stored}):
        assert not decide(rule, signed_out(NOW)).allowed


def test_signed_in_without_standing_is_not_allowed():
    broken = Subject(NOW, 5, None)
    assert not allows(ACTIVE, broken)
    assert not allows(INACTIVE, broken)


def test_decision_is_true_only_where_it_allows():
    assert decide(ACTIVE, viewer("active"))
    assert not decide(ACTIVE, viewer("inactive"))


def test_reason_is_the_fact_that_settled_it():
    (reason,) = decide(ACTIVE, viewer("inactive")).because
    assert reason.sentence == "Inactive: the subscription was cancelled, since 1 March 2026."
    assert (reason.met, reason.path, reason.fault) == (False, "rule.all[0]", False)


def test_fault_is_told_with_its_place():
    (reason,) = decide({"version": 1, "all": [{"condition": "gold"}]}, viewer()).because
    assert reason.sentence == "This rule has a fault: There is no such condition."
    assert reason.path == "rule.all[0].condition"


def test_every_rule_must_allow_and_the_first_refusal_is_the_reason():
    decision = decide_all([EVERYONE, ACTIVE, INACTIVE], viewer("inactive"))
    assert not decision.allowed
    assert [reason.path for reason in decision.because] == ["rules[1].all[0]"]


def test_rules_that_all_allow_give_all_their_reasons():
    decision = decide_all([EVERYONE, ANY_CUSTOMER, ACTIVE], viewer("active"))
    assert decision.allowed
    assert [reason.path for reason in decision.because] == [
        "rules[0].all[0]",
        "rules[1].all[0]",
        "rules[2].all[0]",
    ]


@pytest.mark.parametrize("rules", [[], (), iter([]), {}])
def test_no_rules_at_all_are_not_allowed(rules):
    decision = decide_all(rules, viewer())
    assert not decision.allowed
    assert decision.fault
    assert allows_all(rules, viewer()) is False


@pytest.mark.parametrize("rules", [None, 5, EVERYONE, "everyone", [EVERYONE, None], [EVERYONE, {}]])
def test_what_is_no_list_of_rules_is_not_allowed(rules):
    assert not decide_all(rules, viewer()).allowed
    assert allows_all(rules, viewer()) is False


def test_rules_that_fail_while_they_are_read_are_not_allowed():
    def rules():
        yield EVERYONE
        raise OSError("gone")

    assert decide_all(rules(), viewer()).fault
    assert allows_all(rules(), viewer()) is False


@pytest.mark.parametrize("rules", [[EVERYONE, ACTIVE], [ACTIVE, INACTIVE], [INACTIVE, ACTIVE]])
@pytest.mark.parametrize("value", ["active", "inactive"])
def test_fast_answer_is_the_decisions(rules, value):
    assert allows_all(rules, viewer(value)) is decide_all(rules, viewer(value)).allowed
