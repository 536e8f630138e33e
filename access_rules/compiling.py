"""Turns a stored rule into one function, once.

One closure stands for the whole tree, inside one django-rules predicate. Two traps of that library
are avoided so: a predicate that returns None is skipped, which makes `has_plan & ~is_past_due` true
for whom nothing is known of; and predicates folded with `&` recurse past Python's limit
below 1,000.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from access_rules.errors import NoSubjectError, NotAVerdictError, RuleFault
from access_rules.parsing import parse
from access_rules.subject import Subject
from access_rules.tree import Group, Trace
from portals.registry import generation

KEPT = 4096

_compiled: dict[bytes, CompiledRule] = {}
_of = [0]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to be asked.

    `grants` and `predicate` raise rather than answer for a faulty rule, no subject, or a condition
    that misbehaves: a caught fault must not become yes under `~`.

    `tree` is None for a faulty rule, `fault` for a sound one.
    """

    tree: Group | None
    fault: RuleFault | None
    grants: Callable[[object], bool]

    def explain(self, subject: object) -> Trace:
        """Return how each condition answers for `subject`; raises as `grants` does."""
        if self.tree is None or not isinstance(subject, Subject):
            raise self.fault or NoSubjectError(_("Nobody was named."))
        return self.tree.trace(subject)

    @property
    def predicate(self) -> Predicate:
        """The rule as a django-rules predicate over a subject."""
        return strict_predicate(self.grants, "access_rule")


def compiled(rule: object) -> CompiledRule:
    """Return the compiled form of a stored rule, from memory when it was asked for before."""
    if _of[0] != generation():  # a named rule may have changed, inside of any rule
        forget()
        _of[0] = generation()
    key = rule_key(rule)
    known = _compiled.get(key)
    if known is None:
        known = _compile(rule)
        if len(_compiled) >= KEPT:
            _compiled.clear()
        if key:
            _compiled[key] = known
    return known


def forget() -> None:
    """Compile everything anew."""
    _compiled.clear()


def compiled_tree(tree: Group) -> CompiledRule:
    """Return the compiled form of a tree."""
    holds = tree.closure()

    def grants(subject: object) -> bool:
        if not isinstance(subject, Subject):
            raise NoSubjectError(_("Nobody was named."))
        return holds(subject) is True

    return CompiledRule(tree, None, grants)


def strict_predicate(function: Callable[..., object], name: str) -> Predicate:
    """Return a django-rules predicate, which raises `NotAVerdictError` for what is not a bool."""

    def checked(subject: object = None, target: object = None) -> bool:
        verdict = function(subject) if target is None else function(subject, target)
        if verdict is True or verdict is False:
            return verdict
        raise NotAVerdictError(f"{name} answered {verdict!r:.40}")

    return Predicate(checked, name)


def _compile(rule: object) -> CompiledRule:
    try:
        return compiled_tree(parse(rule))
    except RuleFault as fault:
        found = fault

    def grants(_subject: object) -> bool:
        raise RuleFault(found.path, found.message)

    return CompiledRule(None, found, grants)


def rule_key(rule: Any) -> bytes:
    """Return a key by a rule's content; empty for what is not plain JSON, or too deep for it."""
    # Each request reads its rules anew, so the key is made often: marshal takes a quarter of the
    # time of JSON, tells 1 from True, and refuses what JSON would recurse into. Version 2 is the
    # last whose output depends on the content alone. It is never loaded.
    try:
        return marshal.dumps(rule, 2)
    except ValueError:
        return b""
