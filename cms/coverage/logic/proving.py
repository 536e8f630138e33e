"""Proves that nobody can meet some rules, or that everybody does.

A rule is taken apart into what it asks of its conditions: each way to meet it is a handful of
conditions with the answers that would do (`literals.py`). A way is impossible where two of them
contradict each other by what they mean; what is known of that stands in `_CLASHES`, one line each.
A rule is impossible where every way is. Where that takes too many steps, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from access_rules.compiling import compiled
from access_rules.conditions.base import Condition
from access_rules.conditions.named_rule import MeetsNamedRule
from access_rules.decisions import Rule
from access_rules.errors import RuleFault
from access_rules.named import named, tree_of_named
from access_rules.tree import Group, Node
from cms.coverage.logic.attributes import unlike
from cms.coverage.logic.chosen import (
    excluded,
    not_bought,
    not_subscribed,
    state_without_standing,
)
from cms.coverage.logic.literals import (
    NO,
    NOT_NO,
    NOT_YES,
    YES,
    Answers,
    Literals,
    Wanted,
    known,
    narrowed,
)
from cms.coverage.logic.places import nowhere, unreadable
from cms.coverage.logic.spans import known_together, out_of_reach
from portals.registry import Portal

MOST_STEPS = 600
MOST_CHOICES = 60
"""Groups that leave a choice, within one way to meet a rule."""

_CLASHES: tuple[Callable[[Wanted, Portal], bool], ...] = (
    lambda wanted, _portal: out_of_reach(wanted),
    lambda wanted, _portal: excluded(wanted),
    lambda wanted, _portal: not_subscribed(wanted),
    lambda wanted, _portal: not_bought(wanted),
    lambda wanted, _portal: unlike(wanted),
    state_without_standing,
)
_OTHERWISE: dict[Answers, Answers] = {YES: NO, NO: YES, NOT_YES: NOT_NO, NOT_NO: NOT_YES}


class TooMuch(Exception):
    """It would take too many steps to tell."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Parts of a group, one of which has to answer as wanted."""

    parts: tuple[Node, ...]


Asked = tuple[Node | Choice, Answers]
Open = tuple[tuple[Node, ...], Answers]


def impossible(rules: Iterable[Rule], portal: Portal) -> bool:
    """Whether it is certain that nobody, signed in or out, ever meets all of these rules."""
    return _proved([(rule, YES) for rule in rules], portal)


def follows(rule: Rule, around: Iterable[Rule], portal: Portal) -> bool:
    """Whether it is certain that whoever meets the rules around it meets `rule`."""
    return _proved([*((one, YES) for one in around), (rule, NOT_YES)], portal)


def _proved(asked: Sequence[tuple[Rule, Answers]], portal: Portal) -> bool:
    trees = [(compiled(rule).tree, answers) for rule, answers in asked]
    sound = [(tree, answers) for tree, answers in trees if tree is not None]
    if len(sound) < len(trees):
        return False  # a broken rule is another finding
    with suppress(TooMuch, RuleFault, RecursionError):
        return not any(_Search(portal, signed_in=one).finds(sound) for one in (True, False))
    return False


class _Search:
    """Looks for one way to answer all that is asked, by a viewer who is signed in or not."""

    def __init__(self, portal: Portal, *, signed_in: bool) -> None:
        self.portal, self.signed_in, self.steps = portal, signed_in, 0

    def finds(
        self, asked: Sequence[Asked], literals: Literals | None = None, choices: int = 0
    ) -> bool:
        """Whether there is a way that nothing known contradicts; raises `TooMuch`."""
        self._count()
        if choices > MOST_CHOICES:
            raise TooMuch
        found, open_groups = self._taken_apart(asked, dict(literals or {}))
        if found is None or self._clash(found):
            return False
        if not open_groups:
            return True
        first, *others = sorted(open_groups, key=lambda one: len(one[0]))
        parts, answers = first
        rest: list[Asked] = [(Choice(some), wanted) for some, wanted in others]
        return any(self.finds([(part, answers), *rest], found, choices + 1) for part in parts)

    def _taken_apart(
        self, asked: Sequence[Asked], found: dict[Condition, Answers]
    ) -> tuple[dict[Condition, Answers] | None, list[Open]]:
        """Return what is asked of conditions, and the groups of which one part would do.

        None where one condition would need two answers at once.
        """
        todo, groups = list(asked), list[Open]()
        while todo:
            node, answers = todo.pop()
            if isinstance(node, Choice):
                groups.append((node.parts, answers))
            elif isinstance(node, Group):
                wanted, one_will_do = _of_parts(node, answers)
                if one_will_do and len(node.parts) > 1:
                    groups.append((node.parts, wanted))
                else:
                    todo += [(part, wanted) for part in node.parts]
            elif isinstance(node, MeetsNamedRule):
                todo.append((self._opened(node), answers))
            elif isinstance(node, Condition):
                found[node] = found.get(node, answers) & answers
                if not found[node]:
                    return None, []
        return found, groups

    def _opened(self, node: MeetsNamedRule) -> Group:
        self._count()  # one that leads back to itself never ends
        if named(node.rule).shop_id != self.portal.shop_id:
            raise TooMuch
        return tree_of_named(node.rule)

    def _count(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooMuch

    def _clash(self, literals: Literals) -> bool:
        """Whether these answers cannot be had together."""
        left = known_together(narrowed(literals, self.portal, signed_in=self.signed_in))
        if not all(left.values()):
            return True
        wanted = known(left)
        if any(clashes(wanted, self.portal) for clashes in _CLASHES):
            return True
        return nowhere(left) or unreadable(left)


def _of_parts(group: Group, answers: Answers) -> tuple[Answers, bool]:
    """Return what a group's answer asks of its parts, and whether of one of them alone."""
    flips = group.settles is not group.answer
    of_part = _OTHERWISE[answers] if flips else answers
    settled = group.answer in answers
    return of_part, settled
