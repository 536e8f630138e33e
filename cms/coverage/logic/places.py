"""Conditions of a country or a language: tried on one viewer for each way they could be answered.

What a rule names divides all countries, and all languages, into few kinds. One invented viewer of
each kind stands for them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from access_rules.conditions.country import LivesIn
from access_rules.conditions.language import ReadsIn
from access_rules.places import COUNTRIES, countries_in, parts_in
from access_rules.subject import Subject
from cms.coverage.logic.literals import Literals

_NOW = datetime(2000, 1, 1, tzinfo=UTC)
_ELSEWHERE = "ZZ"


def nowhere(literals: Literals) -> bool:
    """Whether no country there is answers all conditions of a country as wanted."""
    asked = [one for one in literals if isinstance(one, LivesIn)]
    # Whoever is signed out lives nowhere: that is decided before.
    if not asked or all(None in literals[one] for one in asked):
        return False
    return _answered_by_nobody(asked, literals, _residents(asked))


def unreadable(literals: Literals) -> bool:
    """Whether no language answers all conditions of a language as wanted."""
    asked = [one for one in literals if isinstance(one, ReadsIn)]
    return bool(asked) and _answered_by_nobody(asked, literals, _readers(asked))


def _answered_by_nobody(
    asked: Iterable[LivesIn | ReadsIn], literals: Literals, viewers: Iterator[Subject]
) -> bool:
    pairs = [(one.closure(), literals[one]) for one in asked]
    return not any(all(holds(one) in wanted for holds, wanted in pairs) for one in viewers)


def _residents(asked: Iterable[LivesIn]) -> Iterator[Subject]:
    named = [one.places for one in asked]
    parts = frozenset().union(*map(parts_in, named))
    countries = frozenset().union(*map(countries_in, named), (one[:2] for one in parts))
    yield _viewer()
    for country in sorted(countries & COUNTRIES | {_ELSEWHERE}):
        # The part is kept beside the country, and nothing checks that it lies there.
        for region in ("", _ELSEWHERE, *sorted(parts)):
            yield _viewer(country=country, region=region)


def _readers(asked: Iterable[ReadsIn]) -> Iterator[Subject]:
    yield _viewer()
    yield _viewer(language="?")
    for tag in sorted(frozenset().union(*(one.languages for one in asked))):
        yield _viewer(language=tag)


def _viewer(country: str = "", region: str = "", language: str = "") -> Subject:
    return Subject(_NOW, 1, None, country=country, region=region, language=language)
