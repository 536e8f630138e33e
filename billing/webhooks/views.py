"""The doors for Stripe's events. They answer before anything is done about them."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.gateway.accounts import Account, environment
from billing.gateway.errors import SignatureRefused
from billing.gateway.events import verify
from billing.stripe_accounts import account_named
from billing.webhooks.inbox import receive

LARGEST = 1024 * 1024  # bytes; Stripe's are below 100 kB
# Nobody's account: its secret is tried all the same, so that the answer comes no sooner.
NOBODY = Account("", "", ("whsec_nobody",), name="-")


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Take in an event of the environment's account."""
    return _answer(request, environment())


@csrf_exempt
@require_POST
def stripe_account_webhook(request: HttpRequest, account: str) -> HttpResponse:
    """Take in an event of a shop's own account; one we do not have has signed nothing."""
    return _answer(request, account_named(account, now=timezone.now()) or NOBODY)


def _answer(request: HttpRequest, account: Account) -> HttpResponse:
    """Keep a signed event and answer 200, whatever it is about; refuse everything else."""
    try:
        body = _body_of(request)
        signature = request.headers.get("Stripe-Signature", "")
        event = verify(body, signature, account.webhook_secrets)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except SignatureRefused:
        return HttpResponse(status=400)
    if account is NOBODY:
        return HttpResponse(status=400)
    receive(event, account)
    return HttpResponse(status=200)


def _body_of(request: HttpRequest) -> bytes:
    if len(request.body) > LARGEST:  # Django itself reads nothing that says it is above 2.5 MB
        raise RequestDataTooBig
    return request.body
