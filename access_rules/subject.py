"""The frozen record of facts about one viewer, with the time, that rules are decided on.

Made once a request from the customer's one row of facts, without a query. A new kind of fact is a
field here and a column of `CustomerFacts`, read in `subject_of`; conditions look at nothing else.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from access_rules.fault_log import log_once
from access_rules.standing import Standing, counting_club, in_club, standing_of
from billing.models import CustomerFacts, SubscriptionState
from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class SubscriptionFact:
    """One subscription: its state and since when, its products, prices and their clubs (our ids).

    `started` is when it began, `ended` when it ended, `next_charge` when money is taken next;
    None where it did not, or will not. `renewals` counts charges paid after the first.
    """

    state: str
    since: datetime
    products: frozenset[int]
    clubs: frozenset[int]
    started: datetime | None = None
    ended: datetime | None = None
    next_charge: datetime | None = None
    renewals: int = 0
    prices: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MembershipFact:
    """A place in a club (our id): its number, and since when."""

    club: int
    number: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """What only the present visit tells: how they signed in, the campaign they came with, and the
    language they read in. `campaigns` holds `utm_campaign=spring`; None: there is no visit, as when
    an audience is counted."""

    methods: tuple[str, ...] = ()
    campaigns: frozenset[str] | None = None
    language: str = ""


NO_VISIT = Visit()


@dataclass(frozen=True, slots=True)
class Subject:
    """One viewer at one moment.

    `standing` is None for whoever is signed out: it is not known. The other facts of a signed-out
    viewer are empty; conditions ask `signed_in` first. `club_id` is the club whose subscriptions
    count in this portal, None where all do; `here` are these. Both follow from the rest, made once
    as a thousand conditions may ask for them.
    """

    now: datetime
    customer_id: int | None
    standing: Standing | None
    subscriptions: tuple[SubscriptionFact, ...] = ()
    orders_count: int = 0
    methods: tuple[str, ...] = ()
    portal: Portal | None = None
    products: frozenset[int] = frozenset()
    clubs_ever: frozenset[int] = frozenset()
    memberships: tuple[MembershipFact, ...] = ()
    first_order_at: datetime | None = None
    last_order_at: datetime | None = None
    spent: Mapping[str, int] = field(default_factory=dict)
    refunds_count: int = 0
    last_refund_at: datetime | None = None
    card_expires_at: datetime | None = None
    country: str = ""
    region: str = ""
    language: str = ""
    tags: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)
    campaigns: frozenset[str] | None = None
    club_id: int | None = field(init=False, repr=False, compare=False)
    here: tuple[SubscriptionFact, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what counts here."""
        club = None if self.portal is None else counting_club(self.portal)
        object.__setattr__(self, "club_id", club)
        object.__setattr__(self, "here", in_club(self.subscriptions, club))

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.customer_id is not None

    @property
    def shop_id(self) -> int | None:
        """The shop whose portal is looked at."""
        return None if self.portal is None else self.portal.shop_id

    @property
    def local_now(self) -> datetime:
        """The moment in the portal's time zone."""
        return self.now.astimezone(zone_of(self.portal))


def zone_of(portal: Portal | None) -> zoneinfo.ZoneInfo:
    """Return the time zone that days and hours are told in."""
    return zoneinfo.ZoneInfo("UTC") if portal is None else portal.tz


def signed_out(now: datetime, portal: Portal | None = None, visit: Visit = NO_VISIT) -> Subject:
    """Return the subject of a viewer who is not signed in."""
    return Subject(
        now=now,
        customer_id=None,
        standing=None,
        portal=portal,
        language=visit.language,
        campaigns=visit.campaigns,
    )


def subject_of(
    portal: Portal,
    facts: CustomerFacts | None,
    customer_id: int,
    now: datetime,
    visit: Visit = NO_VISIT,
) -> Subject:
    """Return the subject of a signed-in customer in `portal`.

    Never raises for what the facts hold: without facts, with another customer's or with broken
    ones, what cannot be used is left out, and said once in the log.
    """
    if facts is not None and facts.customer_id != customer_id:
        log_once(("facts", customer_id), "Facts of another customer for %s", customer_id)
        facts = None
    subscriptions = subscriptions_in(facts)
    standing = standing_of(subscriptions, counting_club(portal), portal.policy, now)
    seen: dict[str, Any] = {"methods": tuple(visit.methods), "campaigns": visit.campaigns}
    told: dict[str, Any] = _told_by(facts) if facts is not None else {}
    told["memberships"] = memberships_in(facts)
    told["language"] = told.get("language") or visit.language
    return Subject(now, customer_id, standing, subscriptions, portal=portal, **seen, **told)


def subscriptions_in(facts: CustomerFacts | None) -> tuple[SubscriptionFact, ...]:
    """Return the readable subscriptions of a row of facts."""
    if facts is None:
        return ()
    rows: object = facts.subscriptions
    if not isinstance(rows, list):
        _say_broken(facts)
        return ()
    read = (_subscription(row, facts) for row in rows)
    return tuple(one for one in read if one is not None)


def memberships_in(facts: CustomerFacts | None) -> tuple[MembershipFact, ...]:
    """Return the readable memberships of a row of facts, those of clubs they ever joined."""
    rows: object = facts.memberships if facts is not None else []
    if facts is None or not isinstance(rows, list):
        return ()
    read = (_membership(row, facts) for row in rows)
    ever = facts.clubs_ever
    return tuple(one for one in read if one is not None and one.club in ever)


def _membership(row: object, facts: CustomerFacts) -> MembershipFact | None:
    try:
        if not isinstance(row, dict):
            raise TypeError("not a membership")
        since = datetime.fromtimestamp(row["since"], UTC)
        return MembershipFact(int(row["club"]), str(row["number"]), since)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        _say_broken(facts)
        return None


_MOMENTS = ("first_order_at", "last_order_at", "last_refund_at", "card_expires_at")
_WORDS = ("country", "region", "language")
_COUNTS = ("orders_count", "refunds_count")
_SETS = ("products", "clubs_ever", "tags")
_MAPS = ("spent", "attributes")
_PLAIN: tuple[tuple[tuple[str, ...], type], ...] = (
    (_MOMENTS, datetime),
    (_WORDS, str),
    (_COUNTS, int),
    (_SETS, frozenset),
    (_MAPS, dict),
)


def _told_by(facts: CustomerFacts) -> dict[str, Any]:
    """Return what the row says; a value of another kind is left out."""
    told: dict[str, Any] = {}
    for names, kind in _PLAIN:
        for name in names:
            value = getattr(facts, name)
            if isinstance(value, kind):
                told[name] = value
            elif value is not None or kind is not datetime:
                _say_broken(facts)
    return told


def _subscription(row: object, facts: CustomerFacts) -> SubscriptionFact | None:
    try:
        return _read(row)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        _say_broken(facts)
        return None


def _read(row: object) -> SubscriptionFact:
    if not isinstance(row, dict):
        raise TypeError("not a subscription")
    return SubscriptionFact(
        state=SubscriptionState(row["state"]).value,
        since=_moment(row["since"]),
        products=_ids_in(row["products"]),
        clubs=_ids_in(row["clubs"]),
        started=_moment_or_none(row.get("started")),
        ended=_moment_or_none(row.get("ended")),
        next_charge=_moment_or_none(row.get("next_charge")),
        renewals=_count(row.get("renewals", 0)),
        prices=_ids_in(row.get("prices", [])),
    )


def _moment(value: object) -> datetime:
    if type(value) is not int:
        raise TypeError("not a moment")
    return datetime.fromtimestamp(value, UTC)


def _moment_or_none(value: object) -> datetime | None:
    return None if value is None else _moment(value)


def _count(value: object) -> int:
    if type(value) is not int:
        raise TypeError("not a count")
    return value


def _ids_in(value: object) -> frozenset[int]:
    if not isinstance(value, list) or not all(type(one) is int and one > 0 for one in value):
        raise ValueError("not a list of ids")
    return frozenset(value)


def _say_broken(facts: CustomerFacts) -> None:
    log_once(("facts", facts.customer_id), "Broken facts of customer %s", facts.customer_id)
