"""The API in words, at `/api/docs/`: a plain page that loads nothing from elsewhere."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from billing.api.batches import MOST_ROWS
from billing.api.doors import LARGEST
from billing.api.errors import NoSuchAddress
from billing.api.keys import REQUESTS
from billing.api.reference import doors, objects
from billing.api.refusals import refusal_response
from billing.api.signing import TOLERANCE

_MARKED = re.compile("`([^`<>]+)`")  # as descriptions mark what is typed


@require_safe
def docs(_request: HttpRequest) -> HttpResponse:
    """Show addresses and objects."""
    limits = {"rows": MOST_ROWS, "mb": LARGEST // 1024**2, "requests": REQUESTS.tries}
    context = {"doors": doors(), "objects": objects(), "tolerance": TOLERANCE, **limits}
    # Without the request: the page is the same on every host, whoever asks.
    page = render_to_string("billing/api/docs.html", context)
    return HttpResponse(_MARKED.sub(r"<code>\1</code>", page))


@csrf_exempt
def no_such_address(_request: HttpRequest) -> HttpResponse:
    """Answer any other address below `/api/`."""
    hint = _("The addresses are listed at /api/docs/. They end in a slash.")
    return refusal_response(NoSuchAddress(_("Nothing answers at this address."), hint))
