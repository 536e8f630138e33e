"""One rule as it was answered for one viewer, in words: what was asked, and what their fact is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from access_rules.compiling import compiled
from access_rules.conditions.base import Condition
from access_rules.decisions import Rule, decide
from access_rules.editor.fields import audience_name
from access_rules.reasons import Reason
from access_rules.subject import Subject
from access_rules.tree import Group, Trace, Verdict

CONDITION, NAMED = "condition", "named_rule"


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a rule. `kind`: all, any, none, condition or named_rule.

    `met` is None where it is not known. `settled`: its answer is why the rule's is what it is.
    """

    path: str
    kind: str
    met: Verdict
    sentence: str
    fact: str
    settled: bool
    parts: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleDecision:
    """What one rule answered. `steps` is None where the rule is broken; `because` says why then."""

    who: str
    allowed: bool
    fault: bool
    because: tuple[Reason, ...]
    steps: Step | None

    @property
    def reason(self) -> str:
        """What settled it, as one line."""
        return " ".join(dict.fromkeys(one.sentence for one in self.because))


def rule_decision(rule: Rule, subject: Subject) -> RuleDecision:
    """Return what a rule answers about a subject, with every step. Never raises."""
    decision = decide(rule, subject)
    return RuleDecision(
        who=audience_name(rule or {}),
        allowed=decision.allowed,
        fault=decision.fault,
        because=decision.because,
        steps=None if decision.fault else _steps(rule, subject),
    )


def _steps(rule: Rule, subject: Subject) -> Step:
    trace = compiled(rule).explain(subject)
    settling = {id(leaf) for leaf in trace.settling()}
    return _step(trace, settling)


def _step(trace: Trace, settling: set[int]) -> Step:
    """A group of one says nothing that its part does not: it is left out."""
    node = trace.node
    if isinstance(node, Group) and len(node.parts) == 1 and node.key != "none":
        return _step(trace.parts[0], settling)
    parts = tuple(_step(part, settling) for part in trace.parts)
    return Step(
        path=trace.path,
        kind=_kind(trace),
        met=trace.met,
        sentence=trace.sentence,
        fact="" if parts else trace.fact,
        settled=id(trace) in settling or any(part.settled for part in parts),
        parts=parts,
    )


def _kind(trace: Trace) -> str:
    if isinstance(trace.node, Group):
        return trace.node.key
    return NAMED if trace.parts else CONDITION


def group_title(kind: str) -> str:
    """Return the words above the parts of a group."""
    titles = {
        "all": _("All of these"),
        "any": _("Any of these"),
        "none": _("None of these"),
    }
    return titles.get(kind, "")


def as_json(step: Step | None) -> dict[str, Any] | None:
    """Return a step as `explain_access --json` prints it."""
    if step is None:
        return None
    return {
        "path": step.path,
        "kind": step.kind,
        "met": step.met,
        "sentence": step.sentence,
        "fact": step.fact,
        "settled": step.settled,
        "parts": [as_json(part) for part in step.parts],
    }


def conditions_in(rule: Rule) -> list[Condition]:
    """Return the conditions of a rule, none of a broken one."""
    tree = compiled(rule).tree
    return [] if tree is None else list(_conditions(tree))


def _conditions(node: Any) -> list[Condition]:
    if isinstance(node, Group):
        return [one for part in node.parts for one in _conditions(part)]
    return [node]
