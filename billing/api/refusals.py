"""Every refusal in one form: `{"error": {"code", "message", "hint"}}`. Never a traceback."""

from __future__ import annotations

import logging
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from billing.api.batches import Counts, RowAnswer
from billing.api.errors import ApiRefused, Busy, Fault, NoSuchAddress, NotABatch, NotSigned
from billing.api.faults import words_for

BUSY_SECONDS = 5
logger = logging.getLogger(__name__)


class Problem(BaseModel):
    """Why a request was refused."""

    code: str = Field(description="For machines; it stays the same.")
    message: str = Field(description="What is wrong.")
    hint: str = Field(description="What to do.")


class Refused(BaseModel):
    """A request that was refused: nothing of it was written."""

    error: Problem


class RefusedBatch(BaseModel):
    """A batch of which nothing was written; `results` where its rows could be told apart."""

    error: Problem
    results: list[RowAnswer] = []
    counts: Counts | None = None


def problem(refusal: ApiRefused) -> Problem:
    """Return what is answered of a refusal."""
    return Problem(code=refusal.code, message=refusal.message, hint=refusal.hint)


def refusal_response(refusal: ApiRefused) -> HttpResponse:
    """Answer a refusal."""
    response = JsonResponse(Refused(error=problem(refusal)).model_dump(), status=refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def install(api: NinjaAPI) -> None:
    """Have the API answer whatever goes wrong in this form."""
    for kind, answer in _ANSWERS.items():
        api.add_exception_handler(kind, answer)


def _plainly(_request: HttpRequest, refusal: Any) -> HttpResponse:
    return refusal_response(refusal)


def _not_signed(_request: HttpRequest, _error: Any) -> HttpResponse:
    return refusal_response(NotSigned())


def _unreadable(_request: HttpRequest, _error: Any) -> HttpResponse:
    message = _("The body is not JSON in UTF-8.")
    return refusal_response(NotABatch(message, _("Check how it is written.")))


def _misshapen(_request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    where = ".".join(str(step) for step in first["loc"] if step not in {"body", "batch"})
    what, _hint = words_for(first["type"], first.get("ctx", {}), first["msg"])
    message = _("The body is not a batch. %(where)s: %(what)s") % {
        "where": where or _("The body"),
        "what": what,
    }
    return refusal_response(NotABatch(message, _("See /api/docs/ for its form.")))


def _not_here(_request: HttpRequest, _error: Any) -> HttpResponse:
    hint = _("The addresses are listed at /api/docs/.")
    return refusal_response(NoSuchAddress(_("Nothing answers at this address."), hint))


def _busy(_request: HttpRequest, error: Any) -> HttpResponse:
    logger.warning("The database could not take a batch: %s", error)
    message = _("The database is busy. Nothing was written.")
    hint = _("Send the same request again after as many seconds as Retry-After says.")
    return refusal_response(Busy(message, hint, retry_after=BUSY_SECONDS))


def _fault(_request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("A batch failed.", exc_info=error)
    message = _("Something went wrong here. Nothing was written.")
    hint = _("Send the same request again later: what is here already stays as it is.")
    return refusal_response(Fault(message, hint))


_ANSWERS: dict[type[Exception], Any] = {
    ApiRefused: _plainly,
    AuthenticationError: _not_signed,
    HttpError: _unreadable,
    ValidationError: _misshapen,
    Http404: _not_here,
    OperationalError: _busy,
    Exception: _fault,
}
