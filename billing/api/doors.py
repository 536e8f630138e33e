"""The doors themselves: `POST /api/orders/` and `POST /api/shipments/`.

What a request passes, in this order: its size, its signature, how often its key is used, what the
key may do, the shape of its body, and then each row by itself.
"""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Status
from ninja.parser import Parser
from ninja.security import APIKeyHeader
from pydantic_core import from_json

from billing.api.batches import BatchAnswer
from billing.api.errors import BodyTooLarge, NotAllowed, NothingRight, WrongMethod
from billing.api.keys import recognise
from billing.api.orders import OrdersBatch
from billing.api.refusals import Refused, RefusedBatch, install, problem, refusal_response
from billing.api.shipments import ShipmentsBatch
from billing.api.writing import write_orders, write_shipments
from billing.models import OrdersKey

LARGEST = 5 * 1024 * 1024
"""Bytes of a body."""

OTHER_METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
_SIGNATURE = {
    "in": "header",
    "name": "Portico-Signature",
    "required": True,
    "description": "`t=SECONDS,v1=HEX`: HMAC-SHA256 of `SECONDS.BODY` with the key's secret.",
    "schema": {"type": "string"},
}
_ANSWERS: dict[Any, Any] = {
    200: BatchAnswer,
    422: RefusedBatch,
    **dict.fromkeys((401, 403, 413, 429, 500, 503), Refused),
}


class SignedBody(APIKeyHeader):
    """Lets in whoever signed the body with a key of ours."""

    param_name = "Portico-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> OrdersKey:
        """Return the key. Raise a refusal where it is none, or used too often."""
        signature = request.headers.get("Portico-Signature", "")
        return recognise(key or "", signature, _body_of(request), now=timezone.now())


class JsonBody(Parser):
    """Reads JSON strictly: no endless numbers, no texts that are none, no endless depth."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body's value."""
        return cast("dict[str, Any]", from_json(request.body, allow_inf_nan=False))


api = NinjaAPI(
    title="Portico",
    version="1",
    description="Orders and shipments from other systems. Every request is signed.",
    urls_namespace="api",
    docs_url=None,  # its page would load from elsewhere; ours is billing.api.docs
    parser=JsonBody(),
)
install(api)


def _documented(summary: str, operation_id: str) -> dict[str, Any]:
    return {
        "auth": SignedBody(),
        "response": _ANSWERS,
        "summary": summary,
        "operation_id": operation_id,
        "openapi_extra": {"parameters": [_SIGNATURE]},
    }


@api.post("/orders/", **_documented("Send orders", "send_orders"))
def send_orders(request: HttpRequest, batch: OrdersBatch) -> Status[Any]:
    """Take over up to 500 orders, each checked by itself. Sent twice they change nothing."""
    key = _key_of(request)
    if not key.may_send_orders:
        raise NotAllowed(_("This key may not send orders."), _may())
    return _answered(write_orders(key, batch, now=timezone.now()))


@api.post("/shipments/", **_documented("Send shipments", "send_shipments"))
def send_shipments(request: HttpRequest, batch: ShipmentsBatch) -> Status[Any]:
    """Take over up to 500 parcels of orders that are here. Sent twice they change nothing."""
    key = _key_of(request)
    if not key.may_send_shipments:
        raise NotAllowed(_("This key may not send shipments."), _may())
    return _answered(write_shipments(key, batch, now=timezone.now()))


@api.api_operation(OTHER_METHODS, "/orders/", include_in_schema=False)
@api.api_operation(OTHER_METHODS, "/shipments/", include_in_schema=False)
def other_method(request: HttpRequest) -> HttpResponse:
    """Say that only POST does something here."""
    message = _("This address does not answer to %(method)s.") % {"method": request.method}
    response = refusal_response(WrongMethod(message, _("Use POST.")))
    response["Allow"] = "POST"
    return response


def _answered(answer: BatchAnswer) -> Status[Any]:
    """Refuse the batch where there is nothing right in it."""
    if answer.counts.error < len(answer.results) or not answer.results:
        return Status(200, answer)
    nothing = NothingRight(_("No row of the batch is right."), _("Each result says what is wrong."))
    told = RefusedBatch(error=problem(nothing), results=answer.results, counts=answer.counts)
    return Status(422, told)


def _key_of(request: HttpRequest) -> OrdersKey:
    return cast("OrdersKey", vars(request)["auth"])  # ninja puts it there


def _body_of(request: HttpRequest) -> bytes:
    """Read the body, up to a size of our own: Django's limit is one for all addresses."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        message = _("This body is larger than %(most)d MB.") % {"most": LARGEST // 1024**2}
        raise BodyTooLarge(message, _("Send fewer orders at once."))
    request._body = request.read()  # noqa: SLF001
    return request.body


def _may() -> str:
    return _("Make another key, or change in the editor what this one may do.")
