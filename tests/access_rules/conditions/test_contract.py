"""Every condition there is keeps every promise."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.db import transaction

from access_rules import named
from access_rules.conditions import CONDITIONS
from access_rules.conditions.base import Condition
from access_rules.errors import RuleFault
from access_rules.parsing import parse
from access_rules.subject import Subject, subject_of
from portals.models import Shop
from portals.policy import GracePolicy
from portals.registry import Portal
from tests.access_rules.builders import portal
from tests.access_rules.conftest import NOW
from tests.access_rules.population import create_population
from tests.contracts.condition_contract import (
    PROMISES,
    agrees_with_the_database,
    is_never_an_empty_filter,
)

MODULES = {name: importlib.import_module(f"{__package__}.test_{name}") for name in CONDITIONS}
EXAMPLES = [example for module in MODULES.values() for example in module.EXAMPLES]
REFUSED = [(name, values) for name, module in MODULES.items() for values in module.REFUSED]
FORGIVING = GracePolicy(past_due_days=8, paused_counts=True, ending_counts=False)


def as_text(condition: Condition) -> str:
    """Return the stored form: the same in every process, which a set's own order is not."""
    return json.dumps(condition.to_json(), sort_keys=True)


@dataclass(frozen=True)
class Crowd:
    """Two portals of one shop, and all of its customers as each portal meets them."""

    portals: tuple[Portal, ...]
    subjects: dict[str, list[Subject]]


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker) -> Iterator[Crowd]:
    """Made once: a set-up for each example would take longer than all of the questions."""
    with django_db_blocker.unblock(), transaction.atomic():
        shop = Shop.objects.create(name="Greenhouse")
        for module in MODULES.values():
            getattr(module, "prepare", id)(shop)
        named.forget()
        rows = create_population(shop.pk, EXAMPLES)
        club = portal(shop_id=shop.pk)
        portals = club, replace(club, host="shop", kind="customer", club_id=None, policy=FORGIVING)
        yield Crowd(
            portals,
            {one.host: [subject_of(one, row, row.pk, NOW) for row in rows] for one in portals},
        )
        transaction.set_rollback(True)
    named.forget()


def test_registry_is_alphabetical_and_every_condition_has_examples():
    assert list(CONDITIONS) == sorted(CONDITIONS)
    assert {example.name for example in EXAMPLES} == set(CONDITIONS)


@pytest.mark.parametrize("condition", EXAMPLES, ids=as_text)
def test_condition_keeps_its_promises(condition, crowd):
    for promise in PROMISES:
        promise(condition)


@pytest.mark.parametrize(("name", "values"), REFUSED)
def test_condition_refuses_bad_parameters(name, values):
    with pytest.raises(RuleFault):
        parse({"version": 1, "all": [{"condition": name, **values}]})


@pytest.mark.parametrize("condition", EXAMPLES, ids=as_text)
def test_condition_agrees_with_the_database(condition, crowd):
    for place in crowd.portals:
        agrees_with_the_database(condition, place, crowd.subjects[place.host], NOW)
        is_never_an_empty_filter(condition, place, NOW)
