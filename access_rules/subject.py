"""The frozen record of facts about one viewer, with the time, that rules are decided on.

Made once a request from the customer's one row of facts, without a query. A new kind of fact is a
field here, read in `subject_of`; conditions look at nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access_rules.fault_log import log_once
from access_rules.standing import Standing, counting_club, standing_of
from billing.models import CustomerFacts, SubscriptionState
from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class SubscriptionFact:
    """One subscription: its state and since when, its products and their clubs (our own ids)."""

    state: str
    since: datetime
    products: frozenset[int]
    clubs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Subject:
    """One viewer at one moment. `standing` is None for whoever is signed out: it is not known."""

    now: datetime
    customer_id: int | None
    standing: Standing | None
    subscriptions: tuple[SubscriptionFact, ...] = ()
    orders_count: int = 0
    methods: tuple[str, ...] = ()

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.customer_id is not None


def signed_out(now: datetime) -> Subject:
    """Return the subject of a viewer who is not signed in."""
    return Subject(now=now, customer_id=None, standing=None)


def subject_of(
    portal: Portal,
    facts: CustomerFacts | None,
    customer_id: int,
    now: datetime,
    methods: tuple[str, ...] = (),
) -> Subject:
    """Return the subject of a signed-in customer in `portal`.

    Never raises for what the facts hold: without facts, with another customer's or with broken
    ones, what cannot be used is left out, and said once in the log.
    """
    if facts is not None and facts.customer_id != customer_id:
        log_once(("facts", customer_id), "Facts of another customer for %s", customer_id)
        facts = None
    subscriptions = subscriptions_in(facts)
    return Subject(
        now=now,
        customer_id=customer_id,
        standing=standing_of(subscriptions, counting_club(portal), portal.policy, now),
        subscriptions=subscriptions,
        orders_count=facts.orders_count if facts is not None else 0,
        methods=tuple(methods),
    )


def subscriptions_in(facts: CustomerFacts | None) -> tuple[SubscriptionFact, ...]:
    """Return the readable subscriptions of a row of facts."""
    if facts is None:
        return ()
    rows: object = facts.subscriptions
    if not isinstance(rows, list):
        log_once(("facts", facts.customer_id), "Broken facts of customer %s", facts.customer_id)
        return ()
    read = (_subscription(row, facts.customer_id) for row in rows)
    return tuple(one for one in read if one is not None)


def ids_in(value: object) -> frozenset[int]:
    """Return the ids of a JSON list; raises ValueError for anything else."""
    if not isinstance(value, list) or not all(type(one) is int and one > 0 for one in value):
        raise ValueError("not a list of ids")
    return frozenset(value)


def _subscription(row: object, customer_id: int) -> SubscriptionFact | None:
    try:
        return _read(row)
    except (KeyError, TypeError, ValueError) as fault:
        log_once(
            ("facts", customer_id), "Broken facts of customer %s: %r", customer_id, type(fault)
        )
        return None


def _read(row: object) -> SubscriptionFact:
    if not isinstance(row, dict):
        raise TypeError("not a subscription")
    since = datetime.fromisoformat(row["since"])
    if since.utcoffset() is None:
        raise ValueError("a time without its zone")
    state = SubscriptionState(row["state"]).value
    return SubscriptionFact(state, since, ids_in(row["products"]), ids_in(row["clubs"]))
