"""What is asked of one condition: which of its three answers would do, and which it can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from access_rules.conditions.any_customer import AnyCustomer
from access_rules.conditions.attribute import Comparison, HasAttribute
from access_rules.conditions.base import Condition
from access_rules.conditions.between_dates import IsBetweenDates
from access_rules.conditions.bought_product import HasBought
from access_rules.conditions.club_member import IsInClub
from access_rules.conditions.comparing import OfCustomer
from access_rules.conditions.country import LivesIn
from access_rules.conditions.everyone import Everyone
from access_rules.conditions.has_plan import HasPlan
from access_rules.conditions.has_product import HasProduct
from access_rules.conditions.orders_count import OrdersCount
from access_rules.conditions.payment_failing import PaymentFailing
from access_rules.conditions.percentage import IsInPercentage
from access_rules.conditions.refunded import WasRefunded
from access_rules.conditions.signed_in_with import SignedInWith
from access_rules.conditions.standing import HasStanding
from access_rules.conditions.standing_in_club import HasStandingInClub
from access_rules.conditions.subscribing import club_or_own
from access_rules.conditions.subscription_state import HasSubscriptionIn
from access_rules.conditions.tag import HasTag
from access_rules.conditions.total_spent import TotalSpent
from access_rules.conditions.weekly_hours import IsInWeeklyHours
from access_rules.tree import Verdict
from portals.registry import Portal

Answers = frozenset[Verdict]
"""The answers of a condition that would do."""
Literals = Mapping[Condition, Answers]
Wanted = Mapping[Condition, bool]
"""Conditions that have to answer yes, and that have to answer no."""
Kind = TypeVar("Kind", bound=Condition)

YES: Answers = frozenset({True})
NO: Answers = frozenset({False})
NOT_YES: Answers = frozenset({False, None})
NOT_NO: Answers = frozenset({True, None})
KNOWN: Answers = frozenset({True, False})
UNKNOWN: Answers = frozenset({None})
ANY: Answers = frozenset({True, False, None})

# Not known of whoever is signed out, always known of whoever is signed in.
_OF_ALL_CUSTOMERS: tuple[type[Condition], ...] = (
    HasBought,
    HasPlan,
    HasProduct,
    HasStanding,
    HasStandingInClub,
    HasSubscriptionIn,
    HasTag,
    IsInPercentage,
    OrdersCount,
    PaymentFailing,
    TotalSpent,
    WasRefunded,
)
# Not known of whoever is signed out, and not always of whoever is signed in.
_OF_SOME_CUSTOMERS: tuple[type[Condition], ...] = (LivesIn, OfCustomer, SignedInWith)
_OF_THE_HOUR: tuple[type[Condition], ...] = (IsBetweenDates, IsInWeeklyHours)


def possible(condition: Condition, portal: Portal, *, signed_in: bool) -> Answers:
    """Return the answers a condition can have; all of them for one that is not known here."""
    if isinstance(condition, Everyone):
        return YES
    if isinstance(condition, AnyCustomer):
        return YES if signed_in else NO
    if isinstance(condition, _OF_THE_HOUR):
        return KNOWN
    if isinstance(condition, HasAttribute):
        return _of_attribute(condition, signed_in=signed_in)
    if isinstance(condition, (*_OF_ALL_CUSTOMERS, *_OF_SOME_CUSTOMERS)):
        return _of_customer(condition, portal) if signed_in else UNKNOWN
    return ANY


def _of_customer(condition: Condition, portal: Portal) -> Answers:
    if isinstance(condition, IsInClub):
        return KNOWN if club_or_own(condition.club, portal) else UNKNOWN
    return KNOWN if isinstance(condition, _OF_ALL_CUSTOMERS) else ANY


def _of_attribute(condition: HasAttribute, *, signed_in: bool) -> Answers:
    if not signed_in:
        return UNKNOWN
    return KNOWN if condition.comparison is Comparison.EXISTS else ANY


def narrowed(literals: Literals, portal: Portal, *, signed_in: bool) -> dict[Condition, Answers]:
    """Return what is asked, less the answers that cannot be."""
    return {
        condition: answers & possible(condition, portal, signed_in=signed_in)
        for condition, answers in literals.items()
    }


def known(literals: Literals) -> dict[Condition, bool]:
    """Return the conditions that have to answer yes, and those that have to answer no."""
    return {
        condition: True in answers
        for condition, answers in literals.items()
        if answers in (YES, NO)
    }


def of_kind(kind: type[Kind], wanted: Wanted, *, met: bool) -> Iterator[Kind]:
    """Return the conditions of a kind that have to answer so."""
    return (one for one, answer in wanted.items() if isinstance(one, kind) and answer is met)
