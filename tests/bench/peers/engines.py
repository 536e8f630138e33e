"""The rule of five conditions in the words of other engines, each as its documentation has it.

Each function compiles what its engine can compile, and returns the question that is left to ask.
Engines are imported where they are asked for: no other figure pays for them. `times` repeats the
five conditions, which all hold.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from operator import and_
from typing import Any

from access_rules.standing import StandingValue
from access_rules.subject import Subject
from tests.bench.questions import ANY_OF, DAYS, LANDS, ORDERS

Ask = Callable[[], object]


def by_hand(subject: Subject, times: int = 1) -> Ask:
    """Plain Python that knows the rule."""
    wanted, lands, span = frozenset(ANY_OF), frozenset(LANDS), timedelta(days=DAYS)

    def ask() -> bool:
        for _ in range(times):
            met = (
                subject.standing is not None
                and subject.standing.value is StandingValue.ACTIVE
                and not wanted.isdisjoint(subject.products)
                and subject.orders_count >= ORDERS
                and subject.last_order_at is not None
                and subject.last_order_at > subject.now - span
                and subject.country in lands
            )
            if not met:
                return False
        return True

    return ask


def django_rules(subject: Subject, times: int = 1) -> Ask:
    """Predicates folded with `&`."""
    from rules.predicates import predicate

    wanted, lands, span = frozenset(ANY_OF), frozenset(LANDS), timedelta(days=DAYS)
    active = StandingValue.ACTIVE
    five = [
        predicate(lambda one: one.standing is not None and one.standing.value is active),
        predicate(lambda one: not wanted.isdisjoint(one.products)),
        predicate(lambda one: one.orders_count >= ORDERS),
        predicate(lambda one: one.last_order_at > one.now - span),
        predicate(lambda one: one.country in lands),
    ]
    folded = reduce(and_, five * times)
    return lambda: folded.test(subject)


def json_logic(subject: Subject, times: int = 1) -> Ask:
    """A tree that is walked at every question, by panzi-json-logic."""
    from json_logic import jsonLogic  # type: ignore[import-untyped]

    facts = _facts(subject)
    five: list[Any] = [
        {"==": [{"var": "status"}, "active"]},
        {"some": [{"var": "products"}, {"in": [{"var": ""}, list(ANY_OF)]}]},
        {">=": [{"var": "orders"}, ORDERS]},
        {"<": [{"var": "days"}, DAYS]},
        {"in": [{"var": "country"}, list(LANDS)]},
    ]
    rule = {"and": five * times}
    return lambda: jsonLogic(rule, facts)


def business_rules(subject: Subject, times: int = 1) -> Ask:
    """Conditions over a class of variables."""
    from business_rules import engine, variables  # type: ignore[import-untyped]

    class Variables(variables.BaseVariables):
        def __init__(self, facts: dict[str, Any]) -> None:
            self.facts = facts

        @variables.string_rule_variable
        def status(self) -> Any:
            return self.facts["status"]

        @variables.select_multiple_rule_variable()
        def products(self) -> Any:
            return self.facts["products"]

        @variables.numeric_rule_variable
        def orders(self) -> Any:
            return self.facts["orders"]

        @variables.numeric_rule_variable
        def days(self) -> Any:
            return self.facts["days"]

        @variables.select_rule_variable()
        def country(self) -> Any:
            return [self.facts["country"]]

    five: list[dict[str, Any]] = [
        {"name": "status", "operator": "equal_to", "value": "active"},
        {"name": "products", "operator": "shares_at_least_one_element_with", "value": list(ANY_OF)},
        {"name": "orders", "operator": "greater_than_or_equal_to", "value": ORDERS},
        {"name": "days", "operator": "less_than", "value": DAYS},
        {"any": [{"name": "country", "operator": "contains", "value": one} for one in LANDS]},
    ]
    known = Variables(_facts(subject))
    return lambda: engine.check_conditions_recursively({"all": five * times}, known)


def rule_engine(subject: Subject, times: int = 1) -> Ask:
    """An expression, parsed once, walked at every question."""
    from rule_engine import Rule  # type: ignore[import-untyped]

    bought = " or ".join(f"{one} in products" for one in ANY_OF)
    lands = ", ".join(f'"{one}"' for one in LANDS)
    five = (
        f'status == "active" and ({bought}) and orders >= {ORDERS}'
        f" and days < {DAYS} and country in [{lands}]"
    )
    rule, facts = Rule(" and ".join([five] * times)), _facts(subject)
    return lambda: rule.matches(facts)


def zen(subject: Subject, times: int = 1) -> Ask:
    """An expression compiled by zen-engine, which is written in Rust."""
    from zen import compile_expression

    lands = ", ".join(f"'{one}'" for one in LANDS)
    five = (
        f"status == 'active' and some(products, # in {list(ANY_OF)}) and orders >= {ORDERS}"
        f" and days < {DAYS} and country in [{lands}]"
    )
    expression, facts = compile_expression(" and ".join([five] * times)), _facts(subject)
    return lambda: expression.evaluate(facts)


def _facts(subject: Subject) -> dict[str, Any]:
    """Return what the rule asks for as plain values, made beforehand: nobody pays for that."""
    if subject.standing is None or subject.last_order_at is None:
        raise ValueError("a viewer who meets the rule")
    return {
        "status": subject.standing.value.value,
        "products": sorted(subject.products),
        "orders": subject.orders_count,
        "days": (subject.now - subject.last_order_at).days,
        "country": subject.country,
    }
