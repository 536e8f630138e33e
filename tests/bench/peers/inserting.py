"""The least a webhook can do: one row, nothing asked."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from billing.models import StripeEvent


@csrf_exempt
def insert_only(request: HttpRequest) -> HttpResponse:
    """Write a row of the event's id, whoever sent it."""
    event = json.loads(request.body)
    StripeEvent.objects.create(
        id=event["id"], type=event["type"], livemode=False, created_at=timezone.now()
    )
    return HttpResponse(status=200)
