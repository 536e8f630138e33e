"""Puts what is wrong with one row into words: which field, what is wrong, what to do.

A new kind of fault: its line in `_WORDS`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, get_args

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

MOST_FAULTS = 20
"""Of one row."""

_TEXT = lazy("Put it in quotation marks.")
_WHOLE = lazy("Amounts are whole numbers of the smallest unit: 2400 is EUR 24.00, or JPY 2,400.")
_MOMENT = lazy("Write it as 2026-01-31T14:30:00Z, or with an offset such as +01:00.")
_WORDS: dict[str, tuple[Any, Any]] = {
    "controls": (lazy("This text holds unreadable characters."), lazy("Take them out.")),
    "country": (
        lazy("This is not a country."),
        lazy("Use the two letters of ISO 3166, such as DE or US."),
    ),
    "dict_type": (
        lazy("This is not an object."),
        lazy("Put names and values in braces."),
    ),
    "email": (
        lazy("This is not an e-mail address."),
        lazy("The customer signs in with it. Leave the field out where it is not known."),
    ),
    "extra_forbidden": (lazy("There is no such field here."), lazy("Leave it out.")),
    "greater_than_equal": (lazy("This is below %(ge)s."), lazy("Correct the number.")),
    "less_than_equal": (lazy("This is above %(le)s."), lazy("Correct the number.")),
    "int_type": (lazy("This is not a whole number."), _WHOLE),
    "link": (
        lazy("This is not the address of a page."),
        lazy("Begin with https:// or leave the field out."),
    ),
    "list_type": (lazy("This is not a list."), lazy("Put it in square brackets.")),
    "missing": (lazy("This field is missing."), lazy("Add it.")),
    "model_type": (lazy("This is not an object."), lazy("Put names and values in braces.")),
    "moment": (lazy("This is not a moment of our time."), _MOMENT),
    "moment_zone": (lazy("This time has no time zone."), _MOMENT),
    "string_pattern_mismatch": (
        lazy("This is not a word."),
        lazy("Use small letters, figures and underscores."),
    ),
    "string_too_long": (
        lazy("This text is longer than %(max_length)s characters."),
        lazy("Shorten it."),
    ),
    "string_too_short": (lazy("This text is empty."), lazy("Fill it in.")),
    "string_type": (lazy("This is not a text."), _TEXT),
    "too_long": (lazy("These are more than %(max_length)s."), lazy("Send fewer at once.")),
}


class FieldFault(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Where: `lines[0].quantity`. Empty: the row as a whole.")
    message: str = Field(description="What is wrong.")
    hint: str = Field(description="What to do.")


def conflict(field: str, message: str, hint: str) -> PydanticCustomError:
    """Return the error of a model whose fields do not go together."""
    told = {"field": field, "message": message, "hint": hint}
    return PydanticCustomError("conflict", "{message}", told)


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[FieldFault]:
    """Put into words what is wrong with a value for `model`."""
    found = error.errors(include_url=False, include_input=True)
    return [_fault(one, model) for one in found[:MOST_FAULTS]]


def _fault(error: ErrorDetails, model: type[BaseModel]) -> FieldFault:
    kind, context = error["type"], error.get("ctx", {})
    where = error["loc"]
    if kind == "conflict":
        field = _path((*where, *([context["field"]] if context["field"] else [])))
        return FieldFault(field=field, message=context["message"], hint=context["hint"])
    if kind == "extra_forbidden":
        message, hint = _unknown(str(where[-1]), list(_model_at(model, where[:-1]).model_fields))
    elif kind == "enum":
        message, hint = _not_one_of(error["input"], _choices(model, where))
    else:
        message, hint = words_for(kind, context, error["msg"])
    return FieldFault(field=_path(where), message=message, hint=hint)


def words_for(kind: str, context: Mapping[str, Any], plain: str) -> tuple[str, str]:
    """Return what is wrong and what to do, by pydantic's type of error."""
    if kind not in _WORDS:
        return plain, _("Correct it.")
    message, hint = _WORDS[kind]
    return str(message) % context, str(hint)


def _unknown(name: str, known: Sequence[str]) -> tuple[str, str]:
    message = _("There is no field “%(name)s” here.") % {"name": name[:100]}
    return message, _nearest(name, known)


def _not_one_of(value: object, known: Sequence[str]) -> tuple[str, str]:
    message = _("“%(value)s” is not known here.") % {"value": str(value)[:100]}
    return message, _nearest(str(value), known)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word[:100].lower(), known, n=1)
    if near:
        return _("Did you mean “%(near)s”?") % {"near": near[0]}
    return _("Known are: %(known)s.") % {"known": ", ".join(known)}


def _path(where: Sequence[str | int]) -> str:
    """Write a place as people do: `lines[0].sku`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}"[:101] for step in where)
    return "".join(steps).removeprefix(".")


def _model_at(model: type[BaseModel], where: Sequence[str | int]) -> type[BaseModel]:
    """Return the model of the object at a place, itself where there is none."""
    for step in where:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = next(_classes(field.annotation, BaseModel), model)
    return model


def _choices(model: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    field = _model_at(model, where[:-1]).model_fields[str(where[-1])]
    kinds = _classes(field.annotation, Enum)
    return [str(member.value) for kind in kinds for member in kind]


def _classes(annotation: Any, of: type[Any]) -> Any:
    """Yield the classes below `of` that an annotation names at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, of):
        yield annotation
    for part in get_args(annotation):
        yield from _classes(part, of)
