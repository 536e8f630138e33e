"""One function for a rule, made once, that answers yes or no and nothing else."""

import json

import pytest
from rules.predicates import Predicate

from access_rules.compiling import (
    KEPT,
    _compiled,
    compiled,
    compiled_tree,
    rule_key,
    strict_predicate,
)
from access_rules.errors import NoSubjectError, NotAVerdictError, RuleFault
from access_rules.presets import ACTIVE, INACTIVE
from access_rules.tree import AllOf, AnyOf, NoneOf
from tests.access_rules.builders import Answers, nested, viewer


def test_rule_is_compiled_once_by_its_content():
    assert compiled(json.loads(json.dumps(ACTIVE))) is compiled(dict(ACTIVE))
    assert compiled(ACTIVE) is not compiled(INACTIVE)


def test_changing_a_rule_in_place_is_seen():
    one = {"condition": "standing", "value": "active"}
    rule = {"version": 1, "all": [one]}
    assert compiled(rule).grants(viewer("active"))
    one["value"] = "inactive"
    assert not compiled(rule).grants(viewer("active"))


@pytest.mark.parametrize("other", [True, 1.0, "1"])
def test_equal_looking_values_are_different_rules(other):
    assert rule_key({"version": 1}) != rule_key({"version": other})


def test_memory_of_compiled_rules_is_bounded():
    for number in range(KEPT + 10):
        compiled({"version": 1, "all": number})
    assert len(_compiled) <= KEPT


@pytest.mark.parametrize("rule", [nested(10_000), {"version": object()}, {1: {2}}])
def test_what_cannot_be_keyed_is_still_only_a_fault(rule):
    assert isinstance(compiled(rule).fault, RuleFault)


def test_faulty_rule_raises_in_place_of_answering():
    with pytest.raises(RuleFault):
        compiled({}).grants(viewer())
    with pytest.raises(RuleFault):
        (~compiled({}).predicate).test(viewer())


@pytest.mark.parametrize("subject", [None, "active", object(), 5])
def test_no_subject_raises_in_place_of_answering(subject):
    with pytest.raises(NoSubjectError):
        compiled(ACTIVE).grants(subject)
    with pytest.raises(NoSubjectError):
        compiled(ACTIVE).predicate.test(subject)


def test_unknown_at_the_top_means_no():
    assert compiled_tree(AllOf((Answers(None),))).grants(viewer()) is False


def test_predicate_answers_as_the_rule():
    predicate = compiled(ACTIVE).predicate
    assert isinstance(predicate, Predicate)
    assert predicate.test(viewer("active")) is True
    assert predicate.test(viewer("inactive")) is False


@pytest.mark.parametrize("answer", [None, 1, 0, "yes", ""])
def test_predicate_that_returns_no_bool_raises_where_the_library_would_skip_it(answer):
    plain_yes = strict_predicate(lambda subject: True, "yes")
    silent = strict_predicate(lambda subject: answer, "silent")
    for combined in (silent, ~silent, plain_yes & silent, plain_yes & ~silent, silent | plain_yes):
        with pytest.raises(NotAVerdictError):
            combined.test(viewer())


def test_unknown_condition_in_a_predicate_is_no_and_not_skipped():
    tree = AllOf((Answers(True), NoneOf((Answers(None),))))
    assert compiled_tree(tree).predicate.test(viewer()) is False


@pytest.mark.parametrize(("last", "expected"), [("active", True), ("inactive", False)])
def test_thousand_conditions_are_one_function(last, expected):
    one = {"condition": "standing", "value": "active"}
    rule = {"version": 1, "all": [one] * 999 + [{"condition": "standing", "value": last}]}
    assert compiled(rule).grants(viewer("active")) is expected
    assert compiled(rule).predicate.test(viewer("active")) is expected


def test_thousand_conditions_nested_and_any():
    one = {"condition": "standing", "value": "inactive"}
    rule = {"version": 1, "any": [{"none": [{"all": [one] * 10}]} for _group in range(100)]}
    assert compiled(rule).grants(viewer("active"))
    assert isinstance(compiled(rule).tree, AnyOf)
