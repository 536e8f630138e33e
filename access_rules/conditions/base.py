"""What every condition promises.

A condition is a frozen dataclass: its fields are its parameters, each with a `Parameter` in the
field's metadata. It answers for one viewer and for the database, and says itself in words.
`tests/contracts/condition_contract.py` holds each of them to it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from access_rules.errors import RuleFault
from access_rules.tree import EVERYBODY, ROOT, Closure, Node, Trace, Verdict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from access_rules.subject import Subject
    from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name for people, and its reader, which raises ValueError to refuse."""

    label: StrPromise
    read: Callable[[object], object]


def one_of(choices: type[StrEnum], label: StrPromise) -> dict[str, Parameter]:
    """Return the metadata of a parameter with fixed choices."""

    def read(value: object) -> StrEnum:
        if type(value) is not str:
            raise ValueError("not one of the choices")
        return choices(value)

    return {"parameter": Parameter(label, read)}


class Condition(Node):
    """One question about a subject. `name` is its key in stored rules and in the registry."""

    name: ClassVar[str]
    label: ClassVar[StrPromise]

    @abstractmethod
    def holds_for(self, subject: Subject) -> Verdict:
        """Answer True, False, or None when the subject lacks the fact. Reads no clock, no rows."""

    @abstractmethod
    def as_q(self, portal: Portal, now: datetime) -> Q:
        """Return the customers who meet this, over `accounts.Customer`; never an empty `Q()`."""

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
        """Return the parameters by name."""
        return {one.name: one.metadata["parameter"] for one in fields(cls)}  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, values: Mapping[str, object], path: str) -> Self:
        """Return the condition with these parameters; raises `RuleFault` at the faulty one."""
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
        return cls(**read)

    def to_json(self) -> dict[str, object]:
        """Return the stored form."""
        values = {name: getattr(self, name) for name in self.parameters()}
        plain = {key: one.value if isinstance(one, Enum) else one for key, one in values.items()}
        return {"condition": self.name, **plain}
