"""Which lines of an order are ordered again, and how many of each: from the address, or a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from billing.actions.baskets import MOST
from billing.actions.buy_again import Ware
from billing.models import OrderLine

PREFIX = "line-"


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One line that is sold still: `typed` is what stands in its field."""

    line: OrderLine
    field: str
    typed: str
    quantity: int
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is ordered again. `gone` is sold no more; `fields` say the choice in an address."""

    lines: Sequence[ChoiceLine]
    gone: Sequence[OrderLine]
    fields: Mapping[str, str]
    problem: str = ""
    most: int = MOST

    @property
    def chosen(self) -> dict[int, int]:
        """How many of which lines, by their ids."""
        return {one.line.pk: one.quantity for one in self.lines if one.quantity}

    @property
    def is_all(self) -> bool:
        """Whether it is the whole order as it was."""
        return not self.gone and all(one.quantity == one.line.quantity for one in self.lines)


def asked_for(wares: Sequence[Ware], asked: QueryDict) -> Choice:
    """Return what the address chooses; all that is sold, as many as then, where it says nothing."""
    sold = [ware.line for ware in wares if ware.price is not None]
    fields = {name: str(asked[name]) for name in map(_field, sold) if name in asked}
    lines = [_line(line, fields) for line in sold]
    return Choice(
        lines=lines,
        gone=[ware.line for ware in wares if ware.price is None],
        fields=fields,
        problem=_problem(lines),
    )


def chosen_in(posted: QueryDict) -> dict[int, int]:
    """Return how many of which lines a form was sent with; whose lines they are is not known yet.

    What is no number is left out: no form of ours sends it.
    """
    told = ((name, str(posted[name])) for name in posted if name.startswith(PREFIX))
    pairs = ((name.removeprefix(PREFIX), count) for name, count in told)
    return {int(key): int(count) for key, count in pairs if _is_number(key) and _is_number(count)}


def fields_of(chosen: Mapping[int, int]) -> dict[str, str]:
    """Return what a form posts to choose these."""
    return {f"{PREFIX}{pk}": str(quantity) for pk, quantity in chosen.items()}


def _line(line: OrderLine, fields: Mapping[str, str]) -> ChoiceLine:
    name = _field(line)
    if not fields:
        return ChoiceLine(line, name, str(min(line.quantity, MOST)), min(line.quantity, MOST))
    typed = fields.get(name, "0").strip() or "0"
    if not _is_number(typed) or int(typed) > MOST:
        fault = _("Choose how many: 0 to %(most)d.") % {"most": MOST}
        return ChoiceLine(line, name, typed, 0, fault)
    return ChoiceLine(line, name, typed, int(typed))


def _problem(lines: Sequence[ChoiceLine]) -> str:
    if not lines:
        return _("Nothing in this order is sold any more.")
    if any(one.fault for one in lines):
        return _("Some of the numbers cannot be ordered. Nothing has been bought.")
    if not any(one.quantity for one in lines):
        return _("Choose at least one thing.")
    return ""


def _field(line: OrderLine) -> str:
    return f"{PREFIX}{line.pk}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
