"""What a rule is: groups of conditions and of further groups, with three answers.

True: met. False: not met. None: not known, because the subject lacks the fact. Unknown stays
unknown under "none of", and unknown at the top means no. Every node answers for one viewer
(`closure`, `holds_for`), for the database (`where`, `as_q`), for people (`describe`) and for staff
(`trace`). A new kind of condition is a file in `conditions/`; a new kind of group is hardly needed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext

from access_rules.errors import NotAVerdictError, RuleFault

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal

Verdict = bool | None
Closure = Callable[["Subject"], Verdict]

ROOT = "rule"
NOBODY = Q(pk__in=[])
# Never `Q()` for "everybody": an empty Q stays empty under `~`, and vanishes inside an OR.
EVERYBODY = ~NOBODY


@dataclass(frozen=True, slots=True)
class Trace:
    """How a node was answered for one subject. Its words are made when they are read: most of a
    trace never is, and a date in words costs more than the decision."""

    path: str
    node: Node
    subject: Subject
    met: Verdict
    parts: tuple[Trace, ...] = ()
    settled_by: tuple[Trace, ...] = ()

    @property
    def sentence(self) -> str:
        """What was asked."""
        return self.node.describe()

    @property
    def fact(self) -> str:
        """What the subject's own fact is."""
        return self.node.fact(self.subject)

    def settling(self) -> tuple[Trace, ...]:
        """Return the conditions that settled the answer."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in self.settled_by for leaf in part.settling())


class Node(ABC):
    """A condition or a group of them."""

    @abstractmethod
    def closure(self) -> Closure:
        """Return the function that answers for one subject."""

    @abstractmethod
    def where(self, portal: Portal, now: datetime, *, met: bool) -> Q:
        """Return the customers for whom this is known to be met (or known not to be)."""

    @abstractmethod
    def describe(self) -> str:
        """Return what is asked, in the current language: "is signed in and is Active"."""

    @abstractmethod
    def fact(self, subject: Subject) -> str:
        """Return the subject's own fact as a sentence: what it is, and since when."""

    @abstractmethod
    def trace(self, subject: Subject, path: str = ROOT) -> Trace:
        """Return how each part answers for `subject`."""

    @abstractmethod
    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this."""


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Parts, one of which settles the answer when it is `settles`; the answer is then `answer`."""

    parts: tuple[Node, ...]

    key: ClassVar[str]
    settles: ClassVar[bool]
    answer: ClassVar[bool]

    def __post_init__(self) -> None:
        """Refuse a group of nothing: "all of nothing" would be true for everyone."""
        if not self.parts:
            raise RuleFault(ROOT, gettext("A group needs at least one condition."))

    def closure(self) -> Closure:
        """Return one function for the group; parts after the settling one are not asked."""
        parts = tuple(part.closure() for part in self.parts)
        settles, answer, passes, passed = (
            self.settles,
            self.answer,
            not self.settles,
            not self.answer,
        )

        def holds(subject: Subject) -> Verdict:
            unknown = False
            for part in parts:
                met = part(subject)
                if met is passes:  # what most parts of most rules answer
                    continue
                if met is settles:
                    return answer
                if met is not None:
                    raise NotAVerdictError(f"a condition answered {met!r:.40}")
                unknown = True
            return None if unknown else passed

        return holds

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer once; whoever asks often keeps the closure."""
        return self.closure()(subject)

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this."""
        return self.where(portal, now, met=True)

    def where(self, portal: Portal, now: datetime, *, met: bool) -> Q:
        """Return the customers by their answer."""
        return self.joined(lambda part, wanted: part.where(portal, now, met=wanted), met=met)

    def joined(self, where: Callable[[Node, bool], Q], *, met: bool) -> Q:
        """Return the customers by the group's answer, given `where` for those of one part.

        "Not met" is asked of the parts, never negated: a negated "met" would count the unknown.
        """
        settled = met is self.answer
        wanted = self.settles if settled else not self.settles
        # A condition said twice is asked once: SQLite stops at 1,000 terms.
        parts = [where(part, wanted) for part in dict.fromkeys(self.parts)]
        return Q(*parts, _connector=Q.OR if settled else Q.AND)

    def describe(self) -> str:
        """Return the parts' sentences, joined."""
        return _joined(self.parts, gettext("and"))

    def fact(self, subject: Subject) -> str:
        """Return the parts' facts, one after the other."""
        return " ".join(part.fact(subject) for part in self.parts)

    def trace(self, subject: Subject, path: str = ROOT) -> Trace:
        """Return the answer of each part and which of them settled it."""
        met = self.holds_for(subject)
        parts = tuple(
            part.trace(subject, f"{path}.{self.key}[{at}]") for at, part in enumerate(self.parts)
        )
        return Trace(path, self, subject, met, parts, self._settled(met, parts))

    def _settled(self, met: Verdict, parts: tuple[Trace, ...]) -> tuple[Trace, ...]:
        if met is self.answer:
            return next((part,) for part in parts if part.met is self.settles)
        return tuple(part for part in parts if met is not None or part.met is None)


class AllOf(Group):
    """Met when every part is."""

    key, settles, answer = "all", False, False


class AnyOf(Group):
    """Met when one part is."""

    key, settles, answer = "any", True, True

    def describe(self) -> str:
        """Return the parts' sentences, joined by "or"."""
        return _joined(self.parts, gettext("or"))


class NoneOf(Group):
    """Met when every part is known not to be."""

    key, settles, answer = "none", True, False

    def describe(self) -> str:
        """Return the parts' sentences as what must not be."""
        return gettext("not (%(sentence)s)") % {"sentence": _joined(self.parts, gettext("or"))}


def _joined(parts: tuple[Node, ...], word: str) -> str:
    if len(parts) == 1:
        return parts[0].describe()
    sentences = (
        f"({part.describe()})" if isinstance(part, AllOf | AnyOf) else part.describe()
        for part in parts
    )
    return get_text_list(list(sentences), word)
