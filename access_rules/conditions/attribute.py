"""What the merchant keeps of a customer under names of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Case, FloatField, Q, Value, When
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, Regex
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.base import Condition, Section
from access_rules.conditions.parameters import one_of, text
from access_rules.member_text import MemberText
from access_rules.tree import Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal

# As many digits as a float holds exactly on every database.
NUMBER = r"\A-?[0-9]{1,12}(\.[0-9]{1,3})?\Z"


class Comparison(StrEnum):
    """How an attribute is compared."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    EXISTS = "exists"


WORDS = {
    Comparison.IS: _("is"),
    Comparison.IS_NOT: _("is not"),
    Comparison.CONTAINS: _("contains"),
    Comparison.AT_LEAST: _("is at least"),
    Comparison.EXISTS: _("is there"),
}


@dataclass(frozen=True, slots=True)
class HasAttribute(Condition):
    """Met where the attribute compares so; capitals and small letters differ.

    Not known without the attribute, unless it is asked whether it is there. "Is at least" compares
    numbers: an attribute that is none is not known.
    """

    name = "attribute"
    label = _("Attribute")
    section = Section.PERSON

    attribute: str = field(metadata=text(_("Attribute"), longest=40, control="attributes"))
    comparison: Comparison = field(metadata=one_of(Comparison, _("Comparison"), WORDS))
    value: str = field(metadata=text(_("Value"), longest=200, may_be_empty=True))

    def holds_for(self, subject: Subject) -> Verdict:
        """Answer by the attribute."""
        if subject.customer_id is None:
            return None
        held = _text_of(subject, self.attribute)
        if self.comparison is Comparison.EXISTS:
            return held is not None
        return None if held is None else self._compare(held)

    def _compare(self, held: str) -> Verdict:
        if self.comparison is Comparison.CONTAINS:
            return self.value in held
        if self.comparison is Comparison.AT_LEAST:
            return float(held) >= float(self.value) if re.search(NUMBER, held) else None
        return (held == self.value) is (self.comparison is Comparison.IS)

    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers whose attribute compares so."""
        held, value = MemberText("attributes", self.attribute), Value(self.value)
        match self.comparison:
            case Comparison.IS:
                return Q(Exact(held, value))
            case Comparison.IS_NOT:
                return Q(IsNull(held, rhs=False)) & ~Q(Exact(held, value))
            case Comparison.CONTAINS:
                return Q(GreaterThan(StrIndex(held, value), 0))
            case Comparison.AT_LEAST:
                return Q(GreaterThanOrEqual(_number(held), Value(float(self.value))))
            case Comparison.EXISTS:
                return Q(IsNull(held, rhs=False))

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who have the attribute, as a number where one is needed."""
        held = MemberText("attributes", self.attribute)
        if self.comparison is Comparison.EXISTS:
            return Condition.known_q(self, portal, now)
        is_number = self.comparison is Comparison.AT_LEAST
        return Q(IsNull(_number(held) if is_number else held, rhs=False))

    def contradiction(self) -> tuple[str, StrPromise] | None:
        """Refuse a value that cannot be compared so."""
        if self.comparison is Comparison.EXISTS:
            return ("value", _("Leave the value empty.")) if self.value else None
        if not self.value:
            return "value", _("Choose a value.")
        if self.comparison is Comparison.AT_LEAST and not re.search(NUMBER, self.value):
            return "value", _("Choose a number of up to 12 digits, with up to 3 decimals.")
        return None

    def describe(self) -> str:
        """Return what is asked."""
        values = {"name": self.attribute, "value": self.value, "compares": WORDS[self.comparison]}
        if self.comparison is Comparison.EXISTS:
            return gettext("has the attribute “%(name)s”") % values
        return gettext("has the attribute “%(name)s” that %(compares)s “%(value)s”") % values

    def fact(self, subject: Subject) -> str:
        """Return their own value."""
        if not subject.signed_in:
            return gettext("Not signed in.")
        held = _text_of(subject, self.attribute)
        if held is None:
            return gettext("Has no attribute “%(name)s”.") % {"name": self.attribute}
        return gettext("“%(name)s” is “%(value)s”.") % {"name": self.attribute, "value": held}


def _text_of(subject: Subject, name: str) -> str | None:
    held: object = subject.attributes.get(name)
    return held if isinstance(held, str) else None


def _number(held: MemberText) -> Case:
    """What is no number is never cast: PostgreSQL would refuse the whole question."""
    return Case(When(Regex(held, Value(NUMBER)), then=Cast(held, FloatField())))
