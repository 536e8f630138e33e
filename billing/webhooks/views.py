"""The door for Stripe's events. Answers before anything is done about them."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.gateway.errors import SignatureRefused
from billing.gateway.events import verify
from billing.webhooks.inbox import receive

LARGEST = 1024 * 1024  # bytes; Stripe's are below 100 kB


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Keep a signed event and answer 200, whatever it is about; refuse everything else."""
    try:
        body = _body_of(request)
        signature = request.headers.get("Stripe-Signature", "")
        event = verify(body, signature, settings.STRIPE_WEBHOOK_SECRETS)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except SignatureRefused:
        return HttpResponse(status=400)
    receive(event)
    return HttpResponse(status=200)


def _body_of(request: HttpRequest) -> bytes:
    if len(request.body) > LARGEST:  # Django itself reads nothing that says it is above 2.5 MB
        raise RequestDataTooBig
    return request.body
