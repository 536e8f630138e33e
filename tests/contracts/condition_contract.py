"""What every condition promises, whatever it asks.

A condition's own test module (`tests/access_rules/conditions/test_<name>.py`) lists `EXAMPLES`,
conditions that differ, and `REFUSED`, parameters it must not take; these promises are run on all.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from datetime import datetime

import pytest

from access_rules.conditions import CONDITIONS
from access_rules.conditions.base import Condition
from access_rules.errors import RuleFault
from access_rules.parsing import parse, to_json
from access_rules.subject import Subject, signed_out
from access_rules.tree import NOBODY, AllOf, NoneOf
from billing.models import CustomerFacts
from portals.registry import Portal


def survives_storing(condition: Condition) -> None:
    """What is written can be read again, and is the same."""
    assert parse(to_json(condition)) == AllOf((condition,))


def is_registered_by_its_name(condition: Condition) -> None:
    """The stored name leads back to the class."""
    assert CONDITIONS[condition.name] is type(condition)


def never_changes(condition: Condition) -> None:
    """A condition is shared between requests, and told apart by its parameters alone."""
    assert type(condition).__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert hash(condition) == hash(copy.copy(condition))
    assert condition == copy.copy(condition)


def says_itself_in_words(condition: Condition) -> None:
    """There is a sentence for the rule and one for the fact, also when nobody is signed in."""
    nobody = signed_out(datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
    assert str(condition.label)
    assert condition.describe()
    assert condition.fact(nobody)


def refuses_what_it_does_not_know(condition: Condition) -> None:
    """A setting that does not exist is a fault, not ignored."""
    stored = {"version": 1, "all": [{**condition.to_json(), "surprise": 1}]}
    with pytest.raises(RuleFault) as fault:
        parse(stored)
    assert fault.value.path == "rule.all[0].surprise"


def needs_every_setting(condition: Condition) -> None:
    """A missing setting is a fault at its place."""
    for name in condition.parameters():
        stored = condition.to_json()
        del stored[name]
        with pytest.raises(RuleFault) as fault:
            parse({"version": 1, "all": [stored]})
        assert fault.value.path == f"rule.all[0].{name}"


PROMISES: list[Callable[[Condition], None]] = [
    survives_storing,
    is_registered_by_its_name,
    never_changes,
    says_itself_in_words,
    refuses_what_it_does_not_know,
    needs_every_setting,
]


def agrees_with_the_database(
    condition: Condition, portal: Portal, crowd: Iterable[Subject], now: datetime
) -> None:
    """The same customers meet it, and are known not to, in Python and in SQL. `crowd` are the
    subjects of all the rows of facts there are."""
    people = list(crowd)
    for tree in (condition, NoneOf((condition,))):
        holds = tree.closure()
        in_python = {one.customer_id for one in people if holds(one) is True}
        found = CustomerFacts.objects.filter(tree.as_q(portal, now))
        assert set(found.values_list("pk", flat=True)) == in_python


def is_never_an_empty_filter(condition: Condition, portal: Portal, now: datetime) -> None:
    """An empty `Q()` stays empty when negated: "everybody" where "nobody" was meant."""
    for met in (True, False):
        assert condition.where(portal, now, met=met) | NOBODY
    assert condition.as_q(portal, now)
