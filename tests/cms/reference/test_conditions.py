from __future__ import annotations

import json
import re

import pytest

from access_rules.conditions import CONDITIONS
from access_rules.parsing import parse, to_json
from cms.reference.conditions import conditions_page

PAGE = conditions_page()
RULES = [json.loads(text) for text in re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_is_there_with_an_example_that_can_be_used(name):
    (example,) = [one for one in RULES if one.get("condition") == name]
    rule = {"version": 1, "all": [example]}
    assert to_json(parse(rule)) == rule
    assert f"### {CONDITIONS[name].label}\n" in PAGE


def test_rule_of_the_introduction_can_be_used():
    assert parse(RULES[0])


@pytest.mark.parametrize(
    "row",
    [
        "| From | `start` | 0 to 99 % |",
        "| Club | `club` | id of a club, or `null` for what counts in the portal |",
        "| Standing | `value` | `active` Active; `inactive` Inactive |",
    ],
)
def test_settings_say_what_they_take(row):
    assert row in PAGE


def test_what_only_a_visit_tells_says_so():
    assert PAGE.count("Only a visit tells") == sum(one.by_visit for one in CONDITIONS.values())
