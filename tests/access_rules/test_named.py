"""Named rules inside others: found by their id, refused in circles."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest

from access_rules import named
from access_rules.compiling import compiled
from access_rules.errors import RuleFault
from access_rules.parsing import parse
from access_rules.presets import EVERYONE
from portals import registry
from tests.access_rules.builders import buyer, portal

SHOP = 1
GOLD, EUROPE, LOST = UUID(int=1), UUID(int=2), UUID(int=3)
VISITOR = buyer(portal=portal(shop_id=SHOP))


def using(*keys: UUID) -> dict[str, object]:
    """A rule of these named rules."""
    return {"version": 1, "all": [{"condition": "named_rule", "rule": str(key)} for key in keys]}


@pytest.fixture
def shelf(monkeypatch):
    """The named rules there are: two of the shop, Europe used by Gold."""
    rules = {
        GOLD: named.Named(SHOP, "Gold", using(EUROPE)),
        EUROPE: named.Named(SHOP, "Europe", EVERYONE),
    }
    monkeypatch.setattr(named, "_read", lambda: dict(rules))
    named.forget()
    yield rules
    monkeypatch.undo()
    named.forget()


def fault_of(rule, **own):
    with pytest.raises(RuleFault) as fault:
        named.check_names(parse(rule), SHOP, **own)
    return fault.value


def test_rules_of_the_shop_can_be_used(shelf):
    named.check_names(parse(using(GOLD, EUROPE)), SHOP, own=LOST)
    assert list(named.uses(parse(using(GOLD, EUROPE)))) == [GOLD, EUROPE]


@pytest.mark.parametrize("own", [GOLD, EUROPE])
def test_circle_is_refused_at_its_place(shelf, own):
    fault = fault_of(using(GOLD), own=own)
    assert str(fault.message) == "This named rule leads back to itself."
    assert fault.path.startswith("rule.all[0]")


def test_rule_that_is_gone_is_refused(shelf):
    assert fault_of(using(EUROPE, LOST)).path == "rule.all[1]"


def test_rule_of_another_shop_is_refused(shelf):
    shelf[EUROPE] = named.Named(SHOP + 1, "Europe", EVERYONE)
    named.forget()
    assert str(fault_of(using(EUROPE)).message) == "There is no such named rule."


def test_too_many_levels_are_refused(shelf):
    chain = [UUID(int=100 + at) for at in range(named.MAX_LEVELS + 1)]
    shelf[chain[0]] = shelf[EUROPE]
    for inner, outer in pairwise(chain):
        shelf[outer] = named.Named(SHOP, "Level", using(inner))
    named.forget()
    named.check_names(parse(using(chain[-2])), SHOP)
    assert "Too many named rules" in str(fault_of(using(chain[-1])).message)


def test_rule_that_grows_too_large_is_refused(shelf):
    shelf[EUROPE] = named.Named(SHOP, "Wide", {"version": 1, "all": EVERYONE["all"] * 500})
    named.forget()
    named.check_names(parse(using(*[EUROPE] * 4)), SHOP)
    assert "too large" in str(fault_of(using(*[EUROPE] * 5)).message)


def test_rules_that_use_one_are_found_through_others(shelf):
    shelf[LOST] = named.Named(SHOP, "Outer", using(GOLD))
    named.forget()
    assert set(named.rules_using(EUROPE)) == {GOLD, LOST}
    assert named.rules_using(LOST) == []


def test_changed_rule_is_read_once_portals_have_changed(shelf):
    assert compiled(using(GOLD)).grants(VISITOR)
    shelf[EUROPE] = named.Named(SHOP, "Europe", {"version": 1, "none": EVERYONE["all"]})
    assert compiled(using(GOLD)).grants(VISITOR)
    registry._registry.generation += 1
    assert not compiled(using(GOLD)).grants(VISITOR)


def test_named_rule_answers_nobody_in_another_shop(shelf):
    elsewhere = buyer(portal=portal(shop_id=SHOP + 1))
    with pytest.raises(RuleFault):
        compiled(using(GOLD)).grants(elsewhere)


@pytest.mark.parametrize("key", [GOLD, LOST], ids=["circle", "gone"])
def test_circle_that_was_stored_anyway_is_only_a_fault(shelf, key):
    shelf[EUROPE] = named.Named(SHOP, "Europe", using(GOLD))
    named.forget()
    assert isinstance(compiled(using(key)).fault, RuleFault)
