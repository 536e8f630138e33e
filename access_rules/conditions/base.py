"""What every condition promises.

A condition is a frozen dataclass: its fields are its settings, each with a `Parameter` in the
field's metadata (`parameters.py`). It answers for one viewer and for the database, and says itself
in words. `tests/contracts/condition_contract.py` holds each of them to it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from access_rules.conditions.parameters import Parameter, one_of, plain
from access_rules.errors import RuleFault
from access_rules.tree import EVERYBODY, ROOT, Closure, Node, Trace, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal

__all__ = ["GROUPS", "Condition", "Parameter", "Section", "one_of"]


class Section(StrEnum):
    """Where a condition stands in the builder's list."""

    MEMBERSHIP = "membership"
    ORDERS = "orders"
    PAYMENT = "payment"
    PERSON = "person"
    VISIT = "visit"
    TIME = "time"


GROUPS: dict[Section, StrPromise] = {
    Section.MEMBERSHIP: _("Subscription and membership"),
    Section.ORDERS: _("Orders"),
    Section.PAYMENT: _("Payment"),
    Section.PERSON: _("Person"),
    Section.VISIT: _("Visit"),
    Section.TIME: _("Time and chance"),
}


class Condition(Node):
    """One question about a subject. `name` is its key in stored rules and in the registry.

    `by_visit`: only a visit answers it, so it is never known when an audience is counted.
    `section` None: not offered in the builder, as a ready-made rule says the same.
    """

    name: ClassVar[str]
    label: ClassVar[StrPromise]
    section: ClassVar[Section | None] = None
    by_visit: ClassVar[bool] = False

    @abstractmethod
    def holds_for(self, subject: Subject) -> Verdict:
        """Answer True, False, or None when the subject lacks the fact. Reads no clock, no rows."""

    @abstractmethod
    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this, over `CustomerFacts`; never an empty `Q()`."""

    def known_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers for whom `holds_for` is not None; by default everybody."""
        return EVERYBODY

    def closure(self) -> Closure:
        """Return `holds_for` itself."""
        return self.holds_for

    def where(self, portal: Portal, now: datetime, *, met: bool) -> Q:
        """Return the customers by their answer; the unknown are in neither."""
        holds = self.as_q(portal, now)
        return holds if met else self.known_q(portal, now) & ~holds

    def trace(self, subject: Subject, path: str = ROOT) -> Trace:
        """Return the answer."""
        return Trace(path, self, subject, self.holds_for(subject))

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Return the settings by name."""
        return _parameters_of(cls)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of its stored form."""
        settings = {name: dict(one.schema) for name, one in cls.parameters().items()}
        return {
            "type": "object",
            "properties": {"condition": {"const": cls.name}, **settings},
            "required": ["condition", *settings],
            "additionalProperties": False,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, object], path: str) -> Self:
        """Return the condition with these settings; raises `RuleFault` at the faulty one."""
        parameters = cls.parameters()
        for name in values:
            if name not in parameters:
                raise RuleFault(f"{path}.{name!s:.40}", _("This condition has no such setting."))
        read: dict[str, Any] = {}
        for name, parameter in parameters.items():
            try:
                read[name] = parameter.read(values[name])
            except (KeyError, TypeError, ValueError):
                fault = format_lazy(_("Choose a value for “{label}”."), label=parameter.label)
                raise RuleFault(f"{path}.{name}", fault) from None
        made = cls(**read)
        if (wrong := made.contradiction()) is not None:
            raise RuleFault(f"{path}.{wrong[0]}", wrong[1])
        return made

    def contradiction(self) -> tuple[str, StrPromise] | None:
        """Return the setting that does not go with the others, and why; None where all do."""
        return None

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        values = {name: plain(getattr(self, name)) for name in self.parameters()}
        return {"condition": self.name, **values}


@cache
def _parameters_of(condition: type[Condition]) -> dict[str, Parameter]:
    return {one.name: one.metadata["parameter"] for one in fields(condition)}  # type: ignore[arg-type]
