"""May this viewer see this, now, and why? Every door asks here, and nothing here raises.

Closed by default: an empty rule, a fault in it, no subject, an exception: not allowed, said once in
the log, and marked `fault` for staff. `decide` says why; `allows` only says whether, for places
that ask often. What a new surface guards, it guards with `decide_all` over every rule around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from access_rules.admission import admission, admits
from access_rules.compiling import compiled, compiled_tree, rule_key
from access_rules.fault_log import log_once
from access_rules.reasons import Decision, Reason, refused, refused_by_fault
from access_rules.subject import Subject
from access_rules.tree import AllOf

__all__ = [
    "Decision",
    "Reason",
    "admission",
    "admits",
    "allows",
    "allows_all",
    "decide",
    "decide_all",
    "door",
]

Rule = Mapping[str, Any] | None


def decide(rule: Rule, subject: Subject | None) -> Decision:
    """Return whether `subject` meets `rule`, and the conditions that settled it."""
    try:
        ready = compiled(rule)
        allowed, trace = ready.grants(subject), ready.explain(subject)
        return Decision(allowed, tuple(map(Reason.of, trace.settling())))
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        _log(rule, error)
        return refused_by_fault(error)


def allows(rule: Rule, subject: Subject | None) -> bool:
    """Return whether `subject` meets `rule`, as fast as can be."""
    try:
        return compiled(rule).grants(subject)
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        _log(rule, error)
        return False


def allows_all(rules: Iterable[Rule], subject: Subject | None) -> bool:
    """Return whether `subject` meets every rule, and there is one, as fast as can be."""
    try:
        asked = [allows(rule, subject) for rule in rules]
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        _log("rules", error)
        return False
    return bool(asked) and all(asked)


def door(rules: Sequence[Rule]) -> Callable[[Subject | None], bool]:
    """Return `allows_all` of these rules, compiled once, for whoever keeps it and asks often."""
    trees = [compiled(rule).tree for rule in rules]
    sound = tuple(tree for tree in trees if tree is not None)
    if not sound or len(sound) < len(trees):
        return lambda subject: allows_all(rules, subject)  # says the fault, and refuses
    # One group of all their conditions: each rule's own check of the subject took a third of the
    # time, and a group inside another a quarter.
    every = (part for tree in sound for part in (tree.parts if type(tree) is AllOf else (tree,)))
    grants = compiled_tree(AllOf(tuple(every))).grants

    def is_open(subject: Subject | None) -> bool:
        try:
            return grants(subject)
        except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
            _log("rules", error)
            return False

    return is_open


def decide_all(rules: Iterable[Rule], subject: Subject | None) -> Decision:
    """Return whether `subject` meets every rule: a page's ancestors', its own, a block's.

    The first refusal is the reason; its path says which rule (`rules[2].all[0]`). No rules at all
    are not allowed: whoever asks has forgotten the page's own.
    """
    try:
        because: list[Reason] = []
        for at, rule in enumerate(rules):
            decision = _placed(decide(rule, subject), at)
            if not decision.allowed:
                return decision
            because += decision.because
    except Exception as error:  # noqa: BLE001 (closed by default: whatever fails, refuses)
        _log("rules", error)
        return refused_by_fault(error)
    if because:
        return Decision(allowed=True, because=tuple(because))
    return refused(gettext("Nothing says who may see this."), "rules", fault=True)


def _placed(decision: Decision, at: int) -> Decision:
    place = f"rules[{at}]"
    because = (replace(one, path=place + one.path.removeprefix("rule")) for one in decision.because)
    return Decision(decision.allowed, tuple(because))


def _log(rule: object, error: Exception) -> None:
    key = (type(error), rule_key(rule) or type(rule))
    log_once(key, "A rule was refused, as it could not be decided: %s", error, error=error)
