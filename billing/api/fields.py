"""The kinds of values in the bodies of requests.

A value that is refused raises pydantic's error of a type; `billing.api.faults` has words for it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from billing.sources.amounts import LARGEST, currency_code
from billing.sources.faults import UnreadableError
from billing.sources.rows import MOST_PIECES

YEARS = range(1900, 2200)
"""Moments further away are slips of the pen, and overflow in some time zone."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_check_email = EmailValidator()
_check_link = URLValidator(schemes=["http", "https"])


class Closed(BaseModel):
    """An object with the fields named here and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _plain(text: str) -> str:
    if not _CONTROLS.search(text):
        return text
    text = " ".join(text.split())  # a line break in a product's name, say
    if _CONTROLS.search(text):
        raise PydanticCustomError("controls", "control characters")
    return text


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("moment", "no moment") from None
    if moment.tzinfo is None:
        raise PydanticCustomError("moment_zone", "no time zone")
    if moment.year not in YEARS:
        raise PydanticCustomError("moment", "too far away")
    return moment.astimezone(UTC)


def _email(text: str) -> str:
    try:
        if text:
            _check_email(text)
    except ValidationError:
        raise PydanticCustomError("email", "no e-mail address") from None
    return text.lower()


def _link(text: str) -> str:
    try:
        if text:
            _check_link(text)
    except ValidationError:
        raise PydanticCustomError("link", "no address of a page") from None
    return text


def _country(text: str) -> str:
    code = text.upper()
    if code and not _COUNTRY.fullmatch(code):
        raise PydanticCustomError("country", "no country")
    return code


def _currency(text: str) -> str:
    try:
        return currency_code(text)
    except UnreadableError as error:
        raise PydanticCustomError("currency", "{reason}", {"reason": str(error)}) from None


_plainly = AfterValidator(_plain)
_MOMENT = {"type": "string", "format": "date-time"}

Id = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128), _plainly
]
Number = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), _plainly
]
OptionalId = Annotated[str, StringConstraints(strip_whitespace=True, max_length=128), _plainly]
Text60 = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), _plainly]
Text100 = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), _plainly]
Text200 = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), _plainly]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), _plainly
]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_email)
]
Link = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_link)
]
Country = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2), AfterValidator(_country)
]
Currency = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=3), AfterValidator(_currency)
]
Moment = Annotated[datetime, PlainValidator(_moment), WithJsonSchema(_MOMENT)]
Amount = Annotated[StrictInt, Field(ge=0, le=LARGEST)]
SignedAmount = Annotated[StrictInt, Field(ge=-LARGEST, le=LARGEST)]
Quantity = Annotated[StrictInt, Field(ge=0, le=MOST_PIECES)]
