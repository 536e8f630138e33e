"""Figures of audiences among a million customers: how long the editor waits for a number.

Time that passes, not CPU: PostgreSQL works in processes of its own. Quick runs take 2,000, on
SQLite.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from access_rules.audience import audience_q
from billing.models import CustomerFacts
from cms.rules.counting import audience, first_of
from portals.models import PortalKind
from portals.registry import Portal
from tests.bench.crowd import FIRST, Crowd, crowd
from tests.bench.measure import Effort, Figure, Rounds, Task, compare
from tests.bench.peers import commerce
from tests.bench.questions import ACTIVE, BOUGHT, CUSTOMER, FIVE, LIVES, ORDERED, all_of, any_of
from tests.bench.world import world

MANY, FEW = 1_000_000, 2_000
REACH = 60
EVERYBODY = "counting everybody"
FIVE_ELSEWHERE = [ACTIVE, BOUGHT, {**ORDERED, "count": 8}, {**LIVES, "places": ["JP"]}]
DRIP = [
    {"condition": "member_for", "days": 90, "club": None},
    {"none": [{**BOUGHT, "products": [2]}]},
    {**LIVES, "places": ["EU", "GB"]},
]


def audience_1m_ms(effort: Effort) -> Figure:
    """Who meets five conditions, against a correlated sub-query for each of them."""
    made = _crowd(effort)
    peer = commerce.five(made.portal.shop_id, world().now)
    return _beside(effort, "audience_1m_ms", all_of(FIVE), peer.count)


def audience_1m_active_ms(effort: Effort) -> Figure:
    """Who is Active, against the same asked of the subscriptions."""
    made = _crowd(effort)
    peer = commerce.active(made.portal.shop_id, world().now)
    return _beside(effort, "audience_1m_active_ms", all_of([ACTIVE]), peer.count)


def audience_1m_country_ms(effort: Effort) -> Figure:
    """Who lives in one country."""
    return _counted(effort, "audience_1m_country_ms", all_of([{**LIVES, "places": ["JP"]}]))


def audience_1m_drip_ms(effort: Effort) -> Figure:
    """Who has been a member for 90 days, without one product, in Europe."""
    return _counted(effort, "audience_1m_drip_ms", all_of(DRIP))


def audience_1m_either_ms(effort: Effort) -> Figure:
    """Who meets one or another set of conditions."""
    rule = any_of([{"all": FIVE}, {"all": FIVE_ELSEWHERE}])
    return _counted(effort, "audience_1m_either_ms", rule)


def audience_1m_members_ms(effort: Effort) -> Figure:
    """Who meets five conditions in a membership portal, where only its club's count."""
    portal = replace(_crowd(effort).portal, kind=PortalKind.MEMBERSHIP)
    return _counted(effort, "audience_1m_members_ms", all_of(FIVE), portal)


def audience_1m_editor_ms(effort: Effort) -> Figure:
    """All that the editor asks while a rule is edited: how many, of how many, the first five."""
    portal = _crowd(effort).portal
    met = audience_q(all_of(FIVE), portal, world().now)
    return _timed(effort, "audience_1m_editor_ms", lambda: audience(met, portal).count, portal)


def audience_1m_sample_ms(effort: Effort) -> Figure:
    """The first five who meet five conditions."""
    portal = _crowd(effort).portal
    rows = CustomerFacts.objects.filter(audience_q(all_of(FIVE), portal, world().now))
    return _timed(effort, "audience_1m_sample_ms", lambda: len(first_of(rows)), portal)


def facts_1m_ms(effort: Effort) -> Figure:
    """One viewer's facts among a million, in the database alone where it says how long it took."""
    _crowd(effort)
    keys = range(FIRST, FIRST + 200 if effort.is_quick else FIRST + MANY, 199)
    took = sorted(map(_looked_up, list(keys)[:201]))
    value = took[len(took) // 2]
    return Figure("facts_1m_ms", value, "ms", "0.3 ms", value / 0.3, {"queries": 1, "reach": 0.3})


def _crowd(effort: Effort) -> Crowd:
    return crowd(FEW if effort.is_quick else MANY)


def _asked(rule: dict[str, Any], portal: Portal) -> Callable[[], int]:
    return CustomerFacts.objects.filter(audience_q(rule, portal, world().now)).count


def _beside(effort: Effort, name: str, rule: dict[str, Any], peer: Callable[[], int]) -> Figure:
    """Measure a rule against a peer, who has to find as many."""
    count = _asked(rule, _crowd(effort).portal)
    if count() != peer():
        raise RuntimeError(f"{name}: {count()} customers, and by the peer {peer()}.")
    found = _compare(effort, {"ours": count, "peer": peer})
    extra = {"against_value": found.median("peer") * 1000, "reach": REACH}
    return _told(name, count, found, "correlated sub-queries", extra)


def _counted(
    effort: Effort, name: str, rule: dict[str, Any], portal: Portal | None = None
) -> Figure:
    portal = portal or _crowd(effort).portal
    return _timed(effort, name, _asked(rule, portal), portal)


def _timed(effort: Effort, name: str, task: Callable[[], int], portal: Portal) -> Figure:
    found = _compare(effort, {"ours": task, "peer": _asked(all_of([CUSTOMER]), portal)})
    extra = {"against_value": found.median("peer") * 1000}
    return _told(name, task, found, EVERYBODY, extra)


def _compare(effort: Effort, tasks: dict[str, Task]) -> Rounds:
    rounds = replace(effort, seconds=0.0)  # a peer takes seconds for one
    return compare(tasks, rounds, slice_seconds=0, clock=time.perf_counter)


def _told(
    name: str, task: Callable[[], int], found: Rounds, against: str, extra: dict[str, Any]
) -> Figure:
    if not task():
        raise RuntimeError(f"{name}: nobody. What cannot be asked is answered fast.")
    value = found.median("ours") * 1000
    told = {**extra, "fastest": min(found.seconds["ours"]) * 1000, "customers": task()}
    told |= {"load": os.getloadavg()[0], "plan": _plan(task) if value > REACH else []}
    return Figure(name, value, "ms", against, found.ratio("ours", "peer"), told)


def _plan(task: Callable[[], int]) -> list[str]:
    """Return how PostgreSQL looks for what a task asks first."""
    with CaptureQueriesContext(connection) as queries:
        task()
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"].replace("%", "%%"))
        lines = "\n".join(line for (line,) in cursor.fetchall())
    return re.findall(r"((?:[A-Z]\w+ )+Scan(?: using \w+| on \w+))", lines)


def _looked_up(key: int) -> float:
    rows = CustomerFacts.objects.filter(pk=key)
    if connection.vendor == "postgresql":
        told = rows.explain(analyze=True, timing=False)
        return float(re.search(r"Execution Time: ([\d.]+)", told)[1])
    begun = time.perf_counter()
    rows.get()
    return 1000 * (time.perf_counter() - begun)
