"""A rule that was given a name, used as one condition."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules import named
from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import named_rule
from access_rules.errors import RuleFault
from access_rules.names import one_name
from access_rules.tree import ROOT, Closure, Trace, Verdict

if TYPE_CHECKING:
    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class MeetsNamedRule(Condition):
    """Answers as the named rule does. Raises `RuleFault` for one that is gone, or elsewhere."""

    name = "named_rule"
    label = _("Named rule")
    section = Section.PERSON

    rule: UUID = field(metadata=named_rule(_("Rule")))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer as the named rule does."""
        return self.closure()(subject)

    def closure(self) -> Closure:
        """Return the named rule's own function, which refuses to answer in another shop."""
        shop_id = named.named(self.rule).shop_id
        with named.opened(self.rule) as tree:
            holds = tree.closure()

        def holds_here(subject: Subject) -> Verdict:
            if subject.portal is None or subject.portal.shop_id != shop_id:
                raise _not_here()
            return holds(subject)

        return holds_here

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet it."""
        return self.where(portal, now, met=True)

    def where(self, portal: Portal, now: datetime, *, met: bool) -> Q:
        """Return the customers by the named rule's answer."""
        if named.named(self.rule).shop_id != portal.shop_id:
            raise _not_here()
        with named.opened(self.rule) as tree:
            return tree.where(portal, now, met=met)

    def describe(self) -> str:
        """Return its name."""
        return gettext("meets “%(name)s”") % {"name": one_name("rules", self.rule)}

    def fact(self, subject: Subject) -> str:
        """Return the facts of its own conditions."""
        with named.opened(self.rule) as tree:
            return tree.fact(subject)

    def trace(self, subject: Subject, path: str = ROOT) -> Trace:
        """Return the answer of each of its conditions; their places are within the named rule."""
        with named.opened(self.rule) as tree:
            inner = tree.trace(subject, f"{path}.rule")
        return Trace(path, self, subject, inner.met, (inner,), (inner,))


def _not_here() -> RuleFault:
    return RuleFault(ROOT, _("This named rule belongs to another shop."))
