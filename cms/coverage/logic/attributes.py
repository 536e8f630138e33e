"""Conditions of one attribute that cannot all be."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

from access_rules.conditions.attribute import Comparison, HasAttribute
from access_rules.subject import Subject
from cms.coverage.logic.literals import Wanted

_NOW = datetime(2000, 1, 1, tzinfo=UTC)


def unlike(wanted: Wanted) -> bool:
    """Whether no value of some attribute compares as all of these want."""
    of_name: dict[str, list[tuple[HasAttribute, bool]]] = defaultdict(list)
    for one, met in wanted.items():
        if isinstance(one, HasAttribute):
            of_name[one.attribute].append((one, met))
    return any(_cannot_be(name, asked) for name, asked in of_name.items())


def _cannot_be(name: str, asked: list[tuple[HasAttribute, bool]]) -> bool:
    if any(one.comparison is Comparison.EXISTS and not met for one, met in asked):
        return any(one.comparison is not Comparison.EXISTS or met for one, met in asked)
    exact = [one.value for one, met in asked if _is_exact(one, met=met)]
    if exact:
        viewer = Subject(_NOW, 1, None, attributes={name: exact[0]})
        return any(one.holds_for(viewer) is not met for one, met in asked)
    return _too_low(asked) or _without_its_part(asked)


def _is_exact(one: HasAttribute, *, met: bool) -> bool:
    return one.comparison is (Comparison.IS if met else Comparison.IS_NOT)


def _too_low(asked: list[tuple[HasAttribute, bool]]) -> bool:
    numbers = [
        (float(one.value), met) for one, met in asked if one.comparison is Comparison.AT_LEAST
    ]
    least = [number for number, met in numbers if met]
    below = [number for number, met in numbers if not met]
    return bool(least and below) and max(least) >= min(below)


def _without_its_part(asked: list[tuple[HasAttribute, bool]]) -> bool:
    parts = [(one.value, met) for one, met in asked if one.comparison is Comparison.CONTAINS]
    held = [value for value, met in parts if met]
    missing = [value for value, met in parts if not met]
    return any(part in value for part in missing for value in held)
