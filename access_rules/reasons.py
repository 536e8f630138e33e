"""What a decision is: allowed or not, and because of what."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from access_rules.errors import RuleFault
from access_rules.tree import ROOT, Trace, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that settled a decision, as a sentence, and the place in the rule that asked.

    `met` is None where the fact is not known. `fault`: the rule or its surroundings are broken,
    and somebody of staff has to look.
    """

    sentence: str
    met: Verdict
    path: str
    fault: bool = False

    @classmethod
    def of(cls, trace: Trace) -> Reason:
        """Return the reason that one condition's answer gives."""
        return cls(trace.fact, trace.met, trace.path)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, and because of what. Is true only where it is allowed."""

    allowed: bool
    because: tuple[Reason, ...]

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def fault(self) -> bool:
        """Whether a fault, not a fact, made the decision."""
        return any(reason.fault for reason in self.because)


def refused(sentence: str, path: str = ROOT, *, fault: bool = False) -> Decision:
    """Return a refusal for one reason."""
    reason = Reason(sentence, met=None if fault else False, path=path, fault=fault)
    return Decision(allowed=False, because=(reason,))


def refused_by_fault(error: Exception) -> Decision:
    """Return the refusal that a fault gives. Tells people what is wrong with a rule, never what
    else went wrong: that stands in the log."""
    if isinstance(error, RuleFault):
        sentence = gettext("This rule has a fault: %(fault)s") % {"fault": error.message}
        return refused(sentence, error.path, fault=True)
    return refused(gettext("This rule could not be decided."), fault=True)
