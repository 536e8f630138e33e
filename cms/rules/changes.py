"""Who gains and who loses when a page is published: sight of the page, and of each block on it.

Blocks are told apart by their ids: a new one was seen by nobody before, one that is taken away is
seen by nobody after. A block for everyone on the page changes with the page and is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q

from access_rules.compiling import rule_key
from access_rules.presets import EVERYONE
from access_rules.tree import EVERYBODY, NOBODY
from billing.models import CustomerFacts
from cms.rules.blocks import Rule
from cms.rules.counting import Change, admitted_q, first_of, otherwise, rules_q
from cms.rules.seen import PAGE, Seen
from portals.registry import Portal

MOST_NAMED = 10
"""Of how many rules that change, the people are named; the counts are of all."""
Rules = tuple[Rule, ...] | None


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """The page (`block` is empty) or a block of it, and who gains and who loses sight of it."""

    block: str
    label: str
    change: Change
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes, and how many customers gain or lose anything: each counts once."""

    places: tuple[PlaceChanged, ...] = ()
    gain: int = 0
    lose: int = 0


@dataclass(frozen=True, slots=True)
class _Turn:
    """Who gains and who loses by one rule in another's place."""

    gains: Q
    loses: Q


def changes_between(
    before: Seen, after: Seen, portal: Portal, now: datetime, *, names: bool
) -> Changes:
    """Count who gains and who loses: one query, and if `names`, two for each rule that changes."""
    places = list(_places(before, after))
    turns: dict[Any, _Turn] = {}
    for place in places:
        asked = before.rules(place), after.rules(place)
        if _key(*asked) not in turns:
            turns[_key(*asked)] = _turn(*asked, portal, now)
    if not turns:
        return Changes()
    found, totals = _counted(turns, portal, names=names)
    told = (
        PlaceChanged(
            place,
            after.labels.get(place) or before.labels.get(place, ""),
            found[_key(before.rules(place), after.rules(place))],
            is_new=place != PAGE and place not in before.blocks,
            is_gone=place != PAGE and place not in after.blocks,
        )
        for place in places
    )
    return Changes(tuple(one for one in told if one.change.gain or one.change.lose), *totals)


def _places(before: Seen, after: Seen) -> Iterator[str]:
    for place in dict.fromkeys((PAGE, *after.blocks, *before.blocks)):
        own = before.blocks.get(place), after.blocks.get(place)
        with_page = place != PAGE and all(rules and set(map(_of, rules)) == {_ALL} for rules in own)
        if not with_page and _key(before.rules(place)) != _key(after.rules(place)):
            yield place


def _of(rule: Rule) -> bytes:
    return rule_key(rule)


_ALL = rule_key(EVERYONE)


def _key(*asked: Rules) -> tuple[Any, ...]:
    """What tells rules apart: those for everyone narrow nothing."""
    return tuple(
        None if rules is None else tuple(key for rule in rules if (key := _of(rule)) != _ALL)
        for rules in asked
    )


def _turn(before: Rules, after: Rules, portal: Portal, now: datetime) -> _Turn:
    was, will = (_met(rules, portal, now) for rules in (before, after))
    return _Turn(gains=will & otherwise(was), loses=was & otherwise(will))


def _met(rules: Rules, portal: Portal, now: datetime) -> Q:
    if rules is None:
        return NOBODY
    return rules_q(rules, portal, now) if rules else EVERYBODY


def _counted(
    turns: Mapping[Any, _Turn], portal: Portal, *, names: bool
) -> tuple[dict[Any, Change], tuple[int, int]]:
    people = CustomerFacts.objects.filter(admitted_q(portal))
    every = list(turns.values())
    asked = {f"gain_{at}": one.gains for at, one in enumerate(every)}
    asked |= {f"lose_{at}": one.loses for at, one in enumerate(every)}
    asked["gain"] = reduce(or_, (one.gains for one in every))
    asked["lose"] = reduce(or_, (one.loses for one in every))
    counts = people.aggregate(**{name: Count("pk", filter=who) for name, who in asked.items()})
    found: dict[Any, Change] = {}
    for at, (key, turn) in enumerate(turns.items()):
        gain, lose = counts[f"gain_{at}"], counts[f"lose_{at}"]
        named = names and at < MOST_NAMED
        found[key] = Change(
            gain,
            lose,
            first_of(people.filter(turn.gains)) if gain and named else (),
            first_of(people.filter(turn.loses)) if lose and named else (),
        )
    return found, (counts["gain"], counts["lose"])
