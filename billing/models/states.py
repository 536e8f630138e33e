"""What a row of facts repeats of its subscriptions, so that an index can answer for a whole shop.

`states` holds the words, for any club and for each; `state_bits` the same for any club in one
number; `failing_since` the latest moment a payment began to fail, of those failing now. The three
are written from `subscriptions` whenever the row is: nobody sets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Lookup

from billing.models.sets import SetField
from billing.models.subscriptions import SubscriptionState

_BITS = {str(state): 1 << at for at, state in enumerate(SubscriptionState.values)}


def state_token(state: str, club_id: int | None = None) -> str:
    """Return what `CustomerFacts.states` holds for a subscription in `state`, of a club or any."""
    return state if club_id is None else f"{state}@{club_id}"


def bits_of(states: Iterable[str]) -> int:
    """Return the number that has the bit of each of these states, and no other."""
    return sum({_BITS.get(state, 0) for state in states})


def summary_of(subscriptions: object) -> dict[str, Any]:
    """Return the three values for a row's subscriptions; what cannot be read is left out."""
    rows = [one for one in _objects(subscriptions) if isinstance(one.get("state"), str)]
    failing = [one.get("since") for one in rows if one["state"] == SubscriptionState.PAST_DUE]
    latest = max((one for one in failing if type(one) is int), default=None)
    return {
        "states": frozenset(token for one in rows for token in _tokens(one)),
        "state_bits": bits_of(one["state"] for one in rows),
        "failing_since": None if latest is None else datetime.fromtimestamp(latest, UTC),
    }


def _objects(subscriptions: object) -> Iterator[Mapping[str, Any]]:
    found = subscriptions if isinstance(subscriptions, list) else []
    return (one for one in found if isinstance(one, Mapping))


def _tokens(one: Mapping[str, Any]) -> Iterator[str]:
    yield state_token(one["state"])
    clubs = one.get("clubs")
    for club in clubs if isinstance(clubs, list) else ():
        yield state_token(one["state"], club)


class _FromSubscriptions:
    """A column that is written from the row's subscriptions, whatever was set."""

    attname: str

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return what the subscriptions say."""
        for name, value in summary_of(model_instance.__dict__.get("subscriptions")).items():
            setattr(model_instance, name, value)
        return getattr(model_instance, self.attname)


class StatesField(_FromSubscriptions, SetField):
    """The states' words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "holds": str})


class StateBitsField(_FromSubscriptions, models.PositiveSmallIntegerField):  # type: ignore[type-arg]
    """The states as bits."""


class FailingSinceField(_FromSubscriptions, models.DateTimeField):  # type: ignore[type-arg]
    """Since when a payment fails."""


@StateBitsField.register_lookup
class HasBit(Lookup):
    """`state_bits__has_bit=5`: one of the bits of 5 is set."""

    lookup_name = "has_bit"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return the question; both databases have `&`."""
        column, params = self.process_lhs(compiler, connection)
        return f"({column} & %s) <> 0", [*params, int(self.rhs)]
