"""Ticks, crosses and question marks, and other words of the Why panel: `{% load why %}`."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from access_rules.tree import Verdict
from accounts.models import Customer
from cms.why.asked import Asked
from cms.why.steps import group_title as title_of

register = template.Library()

SIGNS = {True: ("check", "yes"), False: ("cross", "no"), None: ("help", "unknown")}


@register.simple_tag
def verdict(met: Verdict) -> SafeString:
    """Show an answer as a sign with its word: `{% verdict step.met %}`."""
    icon, name = SIGNS[met]
    word = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}[name]
    return render_to_string("cms/why/verdict.html", {"icon": icon, "name": name, "word": word})


@register.filter
def group_title(kind: str) -> str:
    """Write what a group asks of its parts: `{{ step.kind|group_title }}`."""
    return title_of(kind)


@register.filter
def why_of(asked: Asked, customer: Customer) -> str:
    """Return where the same is asked of a customer: `{{ asked|why_of:customer }}`."""
    return asked.url_of(customer)
