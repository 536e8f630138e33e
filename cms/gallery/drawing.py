"""Draws one state of a block as a page of its own, on which nothing can be done.

No script runs on it and no form is sent: the policy of the answer says so, whatever a block or a
theme does. It is the portal's theme, drawn on the editor's host.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from csp.constants import NONE
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from cms.previewing.drawing import INERT, nothing_written, portal_urls
from portal_blocks.showing import Shown, shown

SCHEMES = ("light", "dark")
FRAME = "cms/gallery/frame.html"
_SCRIPT = re.compile(r"<script\b[^>]*></script>\s*")
STILL = {**INERT, "script-src": [NONE]}


def drawn(request: HttpRequest, name: str, key: str, *, scheme: str, now: datetime) -> HttpResponse:
    """Return a state of a block as a page. Raise `NoSuchState` where there is none."""
    with portal_urls(), nothing_written():
        found = shown(name, key, request, now=now)
        html = html_of(found, scheme)
    response = HttpResponse(html)
    response["Content-Security-Policy"] = build_policy(replace=STILL)
    return response


def html_of(found: Shown, scheme: str = "") -> str:
    """Return the page. `scheme` is one of `SCHEMES`, or empty: what the reader's system has."""
    context: dict[str, Any] = {
        "heading": f"{found.block.label}: {found.state.label}",  # a page of its own has its own
        **found.context,
        "scheme": scheme if scheme in SCHEMES else "",
    }
    request = context.pop("request")
    with timezone.override(context["portal"].tz):
        html = render_to_string(found.template or FRAME, context, request)
    return _SCRIPT.sub("", html)
