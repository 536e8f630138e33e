"""Figures of the rules engine: one viewer, no query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from typing import Any

from rules.predicates import Predicate, predicate

from access_rules.conditions.standing import HasStanding
from access_rules.decisions import allows, allows_all
from access_rules.standing import Standing, StandingValue
from access_rules.subject import Subject, SubscriptionFact
from cms.menus import menu_for
from cms.pages.tree import Node, Tree, _trees, tree_of
from portal_blocks.viewer import RealData, Viewer
from tests.bench.measure import Effort, Figure, Task, compare
from tests.bench.world import world

MENU = 50
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ACTIVE: dict[str, Any] = {"condition": "standing", "value": "active"}
CUSTOMER: dict[str, Any] = {"condition": "any_customer"}
INACTIVE: dict[str, Any] = {"condition": "standing", "value": "inactive"}
FIVE = [ACTIVE, CUSTOMER, {"none": [INACTIVE]}, {"any": [INACTIVE, ACTIVE]}]
"""Five conditions, in the shapes rules have. All hold, so that none cuts the others short."""


def rule_5_us(effort: Effort) -> Figure:
    """One rule of five conditions, asked as a page asks: a stored rule and a subject."""
    return _rule(effort, "rule_5_us", _all(FIVE))


def rule_1000_us(effort: Effort) -> Figure:
    """One rule of a thousand conditions, which folded predicates cannot hold at all."""
    return _rule(effort, "rule_1000_us", _all([ACTIVE, CUSTOMER] * 500))


def menu_50_rules_us(effort: Effort) -> Figure:
    """The menu of fifty pages, each with a rule of five conditions below its parent's rule."""
    viewer = _viewer()
    chains = [(_all([CUSTOMER]), _all(list(parts))) for parts in islice(_fives(), MENU)]
    nodes = [Node(0, "0001", "/", "Home", chains[0][0], in_menu=False)]
    nodes += [
        Node(n, f"0001{n:04d}", f"/{n}/", f"Page {n}", rules_here[1], in_menu=True)
        for n, rules_here in enumerate(chains, start=1)
    ]
    tree_of(viewer.portal)  # takes the stamp, so that what is put in is kept
    _trees._trees[viewer.portal.root_page_id] = Tree(nodes)

    def menu() -> bool:
        return len(menu_for(viewer, "/")) == MENU

    def rules_alone() -> bool:
        return all(allows_all(chain, viewer.subject) for chain in chains)

    tasks: dict[str, Task] = {"menu": menu, "rules": rules_alone}
    _all_true(tasks)
    found = compare(tasks, effort)
    value, ratio = found.median("menu") * 1e6, found.ratio("menu", "rules")
    extra = {"against_value": found.median("rules") * 1e6}
    return Figure("menu_50_rules_us", value, "µs CPU", "its rules alone", ratio, extra)


def rule_5_vs_django_rules(effort: Effort) -> Figure:
    """The same five conditions as predicates folded by django-rules' `&`."""
    rule, subject = _all(FIVE), _subject()
    folded = _folded()
    tasks: dict[str, Task] = {
        "ours": lambda: allows(rule, subject),
        "peer": lambda: folded.test(subject),
    }
    _all_true(tasks)
    found = compare(tasks, effort)
    return Figure(
        "rule_5_vs_django_rules",
        found.median("ours") * 1e6,
        "µs CPU",
        "django-rules, folded with &",
        found.ratio("ours", "peer"),
        {"against_value": found.median("peer") * 1e6},
    )


def _rule(effort: Effort, name: str, rule: dict[str, Any]) -> Figure:
    """Measure `rule` against a function that asks its conditions by hand."""
    subject = _subject()
    count = 1000 if name == "rule_1000_us" else 5
    tasks: dict[str, Task] = {
        "rule": lambda: allows(rule, subject),
        "by hand": lambda: _by_hand(subject, count),
    }
    _all_true(tasks)
    found = compare(tasks, effort)
    value = found.median("rule") * 1e6
    return Figure(name, value, "µs CPU", "plain Python", found.ratio("rule", "by hand"))


def _by_hand(subject: Subject, count: int) -> bool:
    for _ in range(count):
        if subject.standing is None or subject.standing.value is not StandingValue.ACTIVE:
            return False
    return subject.customer_id is not None


def _folded() -> Predicate:
    active, inactive = HasStanding(StandingValue.ACTIVE), HasStanding(StandingValue.INACTIVE)
    is_active = predicate(lambda viewer: active.holds_for(viewer) is True)
    is_inactive = predicate(lambda viewer: inactive.holds_for(viewer) is True)
    is_customer = predicate(lambda viewer: viewer.customer_id is not None)
    folded: Predicate = is_active & is_customer & ~is_inactive & (is_inactive | is_active)
    return folded


def _all_true(tasks: dict[str, Task]) -> None:
    """Refuse to measure what answers no: it may have stopped half-way."""
    wrong = [name for name, task in tasks.items() if task() is not True]
    if wrong:
        raise RuntimeError(f"Answered no: {', '.join(wrong)}.")


def _fives() -> Iterator[tuple[dict[str, Any], ...]]:
    """Yield five conditions in ever other shapes."""
    shapes = (ACTIVE, CUSTOMER, {"none": [INACTIVE]}, {"any": [ACTIVE]}, {"all": [CUSTOMER]})
    return product(shapes, repeat=5)


def _all(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"version": 1, "all": parts}


def _viewer() -> Viewer:
    portal = replace(world().portal, root_page_id=-1)  # of no page, so no other figure's menu
    return Viewer(portal, _subject(), RealData(()))


def _subject() -> Subject:
    since = NOW - timedelta(days=40)
    fact = SubscriptionFact("active", since, frozenset({1}), frozenset({1}))
    standing = Standing(StandingValue.ACTIVE, "active", since, "active")
    return Subject(NOW, 1, standing, (fact,), 20, ("order",))
