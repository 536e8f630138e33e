"""Conditions that ask where one fact lies: a number, an age, a day, one of a few places.

Each is a set of half-open spans on the fact's own line; asked together, they leave some of the line
or nothing. A condition joins by one line in `_READ`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import inf
from typing import Any

from access_rules.conditions.between_dates import IsBetweenDates
from access_rules.conditions.card_expires import CardExpires
from access_rules.conditions.club_member import IsInClub, Place
from access_rules.conditions.comparing import Age, Comparison
from access_rules.conditions.first_order import FirstOrder
from access_rules.conditions.last_order import LastOrder
from access_rules.conditions.member_for import IsMemberFor
from access_rules.conditions.membership_ended import MembershipEnded
from access_rules.conditions.membership_started import MembershipStarted
from access_rules.conditions.next_charge import NextCharge
from access_rules.conditions.orders_count import OrdersCount
from access_rules.conditions.payment_failing import PaymentFailing
from access_rules.conditions.percentage import IsInPercentage
from access_rules.conditions.refunded import WasRefunded
from access_rules.conditions.refunded import When as RefundedWhen
from access_rules.conditions.renewals import HasRenewals
from access_rules.conditions.signed_in_with import Proof, SignedInWith
from access_rules.conditions.standing import HasStanding
from access_rules.conditions.standing_in_club import HasStandingInClub
from access_rules.conditions.total_spent import TotalSpent
from access_rules.conditions.weekly_hours import IsInWeeklyHours
from access_rules.standing import StandingValue
from access_rules.subject import Subject
from cms.coverage.logic.literals import KNOWN, Literals, Wanted

Spans = tuple[tuple[float, float], ...]
EVERYWHERE: Spans = ((-inf, inf),)
_STANDINGS, _PLACES, _PROOFS = list(StandingValue), list(Place), list(Proof)
_MONDAY = datetime.fromisoformat("2024-01-01T00:30+00:00")


@dataclass(frozen=True, slots=True)
class Part:
    """Where on the line of `fact` a condition holds. `line` is all there is of it.

    `together`: whoever of these is known, all of this fact are.
    """

    fact: Hashable
    holds: Spans
    line: Spans = EVERYWHERE
    together: bool = True


def out_of_reach(wanted: Wanted) -> bool:
    """Whether no value of some fact lies where all of these conditions want it."""
    left: dict[Hashable, Spans] = {}
    for condition, met in wanted.items():
        part = part_of(condition)
        if part is None:
            continue
        asked = part.holds if met else outside(part.holds)
        left[part.fact] = common(left.get(part.fact, part.line), asked)
        if not left[part.fact]:
            return True
    return False


def known_together(literals: Literals) -> Literals:
    """Return the literals, with what is known of a fact known to every condition of it."""
    of_fact: dict[Hashable, list[Any]] = defaultdict(list)
    for condition in literals:
        part = part_of(condition)
        if part is not None and part.together:
            of_fact[part.fact].append(condition)
    found = dict(literals)
    for conditions in of_fact.values():
        if any(literals[one] <= KNOWN for one in conditions):
            found |= {one: literals[one] & KNOWN for one in conditions}
    return found


def part_of(condition: Any) -> Part | None:
    """Return where a condition holds, None for one that asks for no place on a line."""
    read = _READ.get(type(condition))
    return None if read is None else read(condition)


def common(some: Spans, others: Spans) -> Spans:
    """Return what lies in both."""
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple((start, end) for start, end in both if start < end)


def outside(spans: Spans) -> Spans:
    """Return the rest of the line."""
    rest: Spans = EVERYWHERE
    for start, end in spans:
        rest = common(rest, ((-inf, start), (end, inf)))
    return rest


def _below(end: float) -> Spans:
    return ((-inf, end),)


def _from(start: float) -> Spans:
    return ((start, inf),)


def _number(comparison: Comparison, number: int) -> Spans:
    return {
        Comparison.AT_LEAST: _from(number),
        Comparison.AT_MOST: _below(number + 1),
        Comparison.EXACTLY: ((number, number + 1),),
    }[comparison]


def _one_of(values: list[Any], chosen: Iterable[Any]) -> tuple[Spans, Spans]:
    """Return the chosen of a few values, and all there are."""
    spans = tuple((float(values.index(one)), float(values.index(one) + 1)) for one in chosen)
    return spans, ((0.0, float(len(values))),)


def _ordered(name: str) -> Callable[[Any], Part]:
    def read(one: FirstOrder | LastOrder) -> Part:
        within = one.age is Age.WITHIN
        return Part(name, _below(one.days) if within else _from(one.days))

    return read


def _days(name: str, span: Callable[[float], Spans], *, club: bool) -> Callable[[Any], Part]:
    return lambda one: Part((name, one.club if club else None), span(one.days))


def _failing(one: PaymentFailing) -> Part:
    # Nothing failing at all lies before every day there is.
    return Part("payment_failing", _from(one.days) if one.days else _from(-1e9))


def _refunded(one: WasRefunded) -> Part | None:
    # "Ever" is told by another column, so nothing is concluded from one to the other.
    ever = one.when is RefundedWhen.EVER
    return Part(("refunded", ever), _from(1) if ever else _below(one.days))


def _dates(one: IsBetweenDates) -> Part:
    first = -inf if one.first is None else one.first.toordinal()
    last = inf if one.last is None else one.last.toordinal() + 1
    return Part("day", ((first, last),))


@cache
def _hours(one: IsInWeeklyHours) -> Part:
    slots = range(7 * 24)
    met = (at for at in slots if one.holds_for(_at(at)))
    return Part("hour", tuple((float(at), float(at + 1)) for at in met), ((0, len(slots)),))


def _at(slot: int) -> Subject:
    return Subject(_MONDAY + timedelta(hours=slot), None, None)


def _share(one: IsInPercentage) -> Part:
    return Part(("split", one.split), ((one.start, one.end),), ((0, 100),))


def _proof(one: SignedInWith) -> Part:
    return Part("proof", *_one_of(_PROOFS, _PROOFS[_PROOFS.index(one.least) :]))


_READ: dict[type[Any], Callable[[Any], Part | None]] = {
    CardExpires: _days("card", _below, club=False),
    FirstOrder: _ordered("first_order"),
    HasRenewals: lambda one: Part("renewals", _number(one.comparison, one.count)),
    HasStanding: lambda one: Part("standing", *_one_of(_STANDINGS, [one.value])),
    HasStandingInClub: lambda one: Part(
        ("standing_in_club", one.club), *_one_of(_STANDINGS, [one.value])
    ),
    IsBetweenDates: _dates,
    IsInClub: lambda one: Part(("club", one.club), *_one_of(_PLACES, [one.place])),
    IsInPercentage: _share,
    IsInWeeklyHours: _hours,
    IsMemberFor: _days("member_for", _from, club=True),
    LastOrder: _ordered("last_order"),
    MembershipEnded: _days("membership_ended", _below, club=True),
    MembershipStarted: _days("membership_started", _below, club=True),
    NextCharge: _days("next_charge", _below, club=False),
    OrdersCount: lambda one: Part("orders", _number(one.comparison, one.count), _from(0)),
    PaymentFailing: _failing,
    SignedInWith: _proof,
    TotalSpent: lambda one: Part(("spent", one.currency), _number(one.comparison, one.amount)),
    WasRefunded: _refunded,
}
