"""What a page needs on which a card is entered: Stripe's key, and leave to load its fields."""

from __future__ import annotations

from collections.abc import Callable

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from billing.actions import declines
from billing.queries import publishable_key_of
from portals.requests import require_portal

View = Callable[..., HttpResponseBase]


def allow_card_forms(view: View) -> View:
    """Let the pages of a view load Stripe's fields."""
    return csp_update(settings.CARD_FORM_POLICY)(view)


@never_cache
@require_safe
def card_form_settings(request: HttpRequest) -> JsonResponse:
    """Tell the browser where Stripe.js is, and the key it may know of this portal's account.

    With them come the words for every decline, so that a page with several forms has none of them.
    """
    key = publishable_key_of(require_portal(request).shop_id)
    known = {"key": key, "script": settings.STRIPE_JS_URL}
    return JsonResponse({**known, "declines": declines.by_code()})
