"""Figures of the rules engine: one viewer, no query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from access_rules.decisions import allows, door
from billing.models import CustomerFacts
from cms.menus import menu_for
from cms.pages.tree import Node, Tree, _trees
from portal_blocks.viewer import RealData, Viewer
from tests.bench import questions
from tests.bench.measure import Effort, Figure, Rounds, Task, compare
from tests.bench.peers import engines
from tests.bench.peers.personalisation import refreshed
from tests.bench.questions import FIVE, all_of
from tests.bench.world import world

MENU, TIMES = 50, 200
PLAIN = "plain Python"
REFRESHES = 200


def rule_5_us(effort: Effort) -> Figure:
    """One rule of five conditions, compiled, as pages and menus ask it."""
    return _rule(effort, "rule_5_us", door([all_of(FIVE)]), 1, {"reach": 1})


def rule_5_stored_us(effort: Effort) -> Figure:
    """The same as blocks ask it: a rule that was just read from a page."""
    rule = all_of(FIVE)
    return _rule(effort, "rule_5_stored_us", lambda subject: allows(rule, subject), 1)


def rule_1000_us(effort: Effort) -> Figure:
    """One rule of a thousand conditions, compiled; beside it, what other engines make of it."""
    return _rule(effort, "rule_1000_us", door([_thousand()]), TIMES, _others_on_a_thousand(effort))


def rule_1000_stored_us(effort: Effort) -> Figure:
    """The same as blocks ask it."""
    rule = _thousand()
    return _rule(effort, "rule_1000_stored_us", lambda subject: allows(rule, subject), TIMES)


def menu_50_rules_us(effort: Effort) -> Figure:
    """The menu of fifty pages, each with a rule of its own below its parent's rule."""
    viewer = _viewer()
    _plant(viewer)
    peers = [engines.django_rules(viewer.subject) for _ in range(MENU)]
    tasks: dict[str, Task] = {
        "menu": lambda: len(menu_for(viewer, "/")) == MENU,
        "peer": lambda: all(peer() for peer in peers),
    }
    _all_true(tasks)
    found = compare(tasks, effort)
    with CaptureQueriesContext(connection) as queries:
        menu_for(viewer, "/")
    if queries:
        raise RuntimeError("A menu asks the database.")
    value, ratio = found.median("menu") * 1e6, found.ratio("menu", "peer")
    segments = refreshed(rounds=_refreshes(effort))[MENU]
    extra = {
        "against_value": found.median("peer") * 1e6,
        "queries": len(queries),
        "reach": 50,
        "wagtail_personalisation": {
            "value": round(segments.seconds * 1e6),
            "queries": segments.queries,
            "ratio": value / segments.seconds / 1e6,
        },
    }
    return Figure("menu_50_rules_us", value, "µs CPU", "django-rules, 50 rules", ratio, extra)


def facts_of_viewer_ms(effort: Effort) -> Figure:
    """All facts of one viewer, read as rows are: one query."""
    key = world().people["active"].pk

    def read() -> CustomerFacts:
        return CustomerFacts.objects.get(pk=key)

    with CaptureQueriesContext(connection) as queries:
        read()
    value = compare({"facts": read}, effort).median("facts") * 1000
    extra = {"queries": len(queries), "reach": 0.3}
    return Figure("facts_of_viewer_ms", value, "ms CPU", "0.3 ms", value / 0.3, extra)


def rule_5_vs_django_rules(effort: Effort) -> Figure:
    """The same five conditions as predicates folded by django-rules' `&`."""
    return _against(effort, "django_rules", "django-rules, folded with &")


def rule_5_vs_json_logic(effort: Effort) -> Figure:
    """The same by panzi-json-logic, over a dictionary of facts."""
    return _against(effort, "json_logic", "panzi-json-logic")


def rule_5_vs_business_rules(effort: Effort) -> Figure:
    """The same by business-rules."""
    return _against(effort, "business_rules", "business-rules")


def rule_5_vs_rule_engine(effort: Effort) -> Figure:
    """The same by rule-engine, parsed before."""
    return _against(effort, "rule_engine", "rule-engine")


def rule_5_vs_zen(effort: Effort) -> Figure:
    """The same by zen-engine, compiled before."""
    return _against(effort, "zen", "zen-engine, compiled")


def rule_5_vs_wagtail_personalisation(effort: Effort) -> Figure:
    """One segment of five rules, as wagtail-personalisation finds it before each page."""
    subject, ask = questions.viewer(), door([all_of(FIVE)])
    value = compare({"ours": lambda: ask(subject)}, effort).median("ours") * 1e6
    one = refreshed(rounds=_refreshes(effort))[1]
    extra = {"against_value": one.seconds * 1e6, "against_queries": one.queries, "queries": 0}
    name, peer = "rule_5_vs_wagtail_personalisation", "wagtail-personalisation, one segment"
    return Figure(name, value, "µs CPU", peer, value / one.seconds / 1e6, extra)


def _rule(
    effort: Effort,
    name: str,
    ask: Callable[[Any], bool],
    times: int,
    extra: dict[str, Any] | None = None,
) -> Figure:
    """Measure a rule against a function that asks its conditions by hand."""
    found = _beside(effort, ask, engines.by_hand(questions.viewer(), times))
    told = {"against_value": found.median("peer") * 1e6, **(extra or {})}
    value, ratio = found.median("ours") * 1e6, found.ratio("ours", "peer")
    return Figure(name, value, "µs CPU", PLAIN, ratio, told)


def _against(effort: Effort, engine: str, words: str) -> Figure:
    peer = getattr(engines, engine)(questions.viewer())
    found = _beside(effort, door([all_of(FIVE)]), peer)
    return Figure(
        f"rule_5_vs_{engine}",
        found.median("ours") * 1e6,
        "µs CPU",
        words,
        found.ratio("ours", "peer"),
        {"against_value": found.median("peer") * 1e6},
    )


def _beside(effort: Effort, ask: Callable[[Any], bool], peer: Callable[[], object]) -> Rounds:
    subject = questions.viewer()
    tasks: dict[str, Task] = {"ours": lambda: ask(subject), "peer": peer}
    _all_true(tasks)
    return compare(tasks, effort)


def _others_on_a_thousand(effort: Effort) -> dict[str, Any]:
    found: dict[str, Any] = {"reach": 150}
    short = replace(effort, seconds=effort.seconds / 5)
    for engine in ("json_logic", "django_rules"):
        try:
            peer = getattr(engines, engine)(questions.viewer(), TIMES)
            found[engine] = round(compare({"peer": peer}, short).median("peer") * 1e6)
        except RecursionError:
            found[engine] = "RecursionError"
    return found


def _thousand() -> dict[str, Any]:
    return all_of(_five(number)[at] for number in range(TIMES) for at in range(len(FIVE)))


def _five(number: int) -> list[dict[str, Any]]:
    """Return five conditions that differ from the others', and hold as well."""
    active, bought, ordered, recent, lives = FIVE
    return [
        active,
        {**bought, "products": [*bought["products"], 100 + number]},
        {**ordered, "count": number % 20},
        {**recent, "days": recent["days"] + number},
        lives,
    ]


def _all_true(tasks: dict[str, Task]) -> None:
    """Refuse to measure what answers no: it may have stopped half-way."""
    wrong = [name for name, task in tasks.items() if task() is not True]
    if wrong:
        raise RuntimeError(f"Answered no: {', '.join(wrong)}.")


def _plant(viewer: Viewer) -> None:
    """Put the fifty pages into the tree of the viewer's portal."""
    nodes = [Node(0, "0001", "/", "Home", all_of([questions.CUSTOMER]), in_menu=False)]
    nodes += [
        Node(n, f"0001{n:04d}", f"/{n}/", f"Page {n}", all_of(_five(n)), in_menu=True)
        for n in range(1, MENU + 1)
    ]
    _trees._now().trees[viewer.portal.root_page_id] = Tree(nodes)


def _viewer() -> Viewer:
    portal = replace(world().portal, root_page_id=-1)  # of no page, so no other figure's menu
    return Viewer(portal, questions.viewer(), RealData(()))


def _refreshes(effort: Effort) -> int:
    return max(1, round(REFRESHES * effort.size / 10))
