"""Who a page can be looked at as, in the preview panel: `{% load previewing %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from cms.previewing.panel import Look, look_of

register = template.Library()


@register.simple_tag(takes_context=True)
def look_as(context: Context) -> Look | None:
    """Return what the panel offers, None for what is no page of blocks: `{% look_as as look %}`."""
    request: Any = context.get("request")
    return look_of(context.get("object"), request) if request is not None else None
