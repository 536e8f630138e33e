"""Every condition there is keeps every promise."""

import importlib

import pytest

from access_rules.conditions import CONDITIONS
from access_rules.errors import RuleFault
from access_rules.parsing import parse
from access_rules.subject import subject_of
from tests.access_rules.conftest import NOW
from tests.contracts.condition_contract import (
    PROMISES,
    agrees_with_the_database,
    is_never_an_empty_filter,
)

MODULES = {name: importlib.import_module(f"{__package__}.test_{name}") for name in CONDITIONS}
EXAMPLES = [example for module in MODULES.values() for example in module.EXAMPLES]
REFUSED = [(name, values) for name, module in MODULES.items() for values in module.REFUSED]


def test_registry_is_alphabetical_and_every_condition_has_examples():
    assert list(CONDITIONS) == sorted(CONDITIONS)
    assert {example.name for example in EXAMPLES} == set(CONDITIONS)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("condition", EXAMPLES, ids=repr)
def test_condition_keeps_its_promises(condition, promise):
    promise(condition)


@pytest.mark.parametrize(("name", "values"), REFUSED)
def test_condition_refuses_bad_parameters(name, values):
    with pytest.raises(RuleFault):
        parse({"version": 1, "all": [{"condition": name, **values}]})


@pytest.mark.parametrize("condition", EXAMPLES, ids=repr)
def test_condition_agrees_with_the_database_on_the_cast(condition, portals, people):
    for portal in portals:
        cast = [(who, subject_of(portal, who.facts, who.pk, NOW)) for who in people.values()]
        agrees_with_the_database(condition, portal, cast, NOW)
        is_never_an_empty_filter(condition, portal, NOW)
