"""Measures side by side: rounds in one process, every contestant in every round, order shuffled.

What counts is CPU time of this process, so that a busy machine disturbs little (of a database the
time that passes, as it works elsewhere); and the ratio within a round, because what disturbs one
disturbs the other.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Task = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: rounds until `seconds` are over, but at least `rounds`."""

    seconds: float
    rounds: int
    size: float = 1.0
    """Scales how much is made up to be measured on."""

    @property
    def is_quick(self) -> bool:
        """Whether this only shows that the figure runs."""
        return self.seconds == 0


FULL = Effort(seconds=5.0, rounds=9)
QUICK = Effort(seconds=0.0, rounds=1, size=0.02)


@dataclass(frozen=True, slots=True)
class Figure:
    """One result. `ratio` is the value to that of what it is held `against`."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float | None
    extra: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the line to print, rounded to what can be known."""
        line = {"name": self.name, "value": self.value, "unit": self.unit, "against": self.against}
        every = {**line, "ratio": self.ratio, **self.extra}
        return {key: _rounded(value) for key, value in every.items()}


@dataclass(frozen=True, slots=True)
class Rounds:
    """Seconds of one call, by contestant, one entry a round."""

    seconds: Mapping[str, list[float]]

    def median(self, name: str) -> float:
        """Return the seconds of a call in the middle round."""
        return median(self.seconds[name])

    def ratio(self, name: str, against: str) -> float:
        """Return the middle of the ratios within each round."""
        pairs = zip(self.seconds[name], self.seconds[against], strict=True)
        return median(mine / theirs for mine, theirs in pairs)


def compare(
    tasks: Mapping[str, Task],
    effort: Effort,
    *,
    slice_seconds: float = 0.04,
    clock: Clock = time.process_time,
) -> Rounds:
    """Run each task in every round, as often as takes about `slice_seconds`, in shuffled order."""
    enough = 0 if effort.is_quick else slice_seconds
    times = {name: _calls_in(task, enough, clock) for name, task in tasks.items()}
    found: dict[str, list[float]] = {name: [] for name in tasks}
    order, shuffled = list(tasks), random.Random(1)
    with _collector_held(collect_first=not effort.is_quick):
        for _ in _rounds(effort):
            shuffled.shuffle(order)
            for name in order:
                found[name].append(_timed(tasks[name], times[name], clock))
    return Rounds(found)


def cpu_seconds(task: Task) -> float:
    """Return the CPU seconds of one call, for what cannot be repeated."""
    with _collector_held():
        return _timed(task, 1, time.process_time)


def _rounds(effort: Effort) -> Iterator[int]:
    begun, number = time.monotonic(), 0
    while number < effort.rounds or time.monotonic() - begun < effort.seconds:
        yield number
        number += 1


def _calls_in(task: Task, seconds: float, clock: Clock) -> int:
    """Warm a task up, and return how many calls fill a slice."""
    for _ in range(3 if seconds else 1):
        task()
    calls = 1
    while seconds and (spent := _timed(task, calls, clock) * calls) < seconds:
        calls = max(calls + 1, min(calls * 10, int(calls * seconds / max(spent, 1e-7))))
    return calls


def _timed(task: Task, calls: int, clock: Clock) -> float:
    gc.collect()  # what one left behind must not be cleared up on the other's time
    begun = clock()
    for _ in range(calls):
        task()
    return (clock() - begun) / calls


@contextmanager
def _collector_held(*, collect_first: bool = True) -> Iterator[None]:
    if collect_first:
        gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _rounded(value: Any) -> Any:
    if not isinstance(value, float) or value == 0:
        return value
    return round(value) if abs(value) >= 1000 else float(f"{value:.3g}")
