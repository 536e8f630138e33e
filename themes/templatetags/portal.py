"""Filters and tags for themes, by `{% load portal %}`; `themes.formats` settles what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from themes import formats

register = template.Library()


@register.filter("money")
def money_filter(amount: int, currency: str) -> str:
    """Write minor units with the currency's symbol: `{{ order.total|money:order.currency }}`."""
    return formats.money(amount, currency)


@register.simple_tag(takes_context=True)
def money(context: Context, amount: int, currency: str) -> str:
    """Write minor units as the portal displays currencies, by symbol or by code."""
    portal = context.get("portal")
    display = getattr(portal, "currency_display", formats.SYMBOL)
    return formats.money(amount, currency, display=display)


@register.simple_tag
def status(label: str, tone: str, icon: str = "") -> SafeString:
    """Draw `portal/parts/status.html`, once: there are few of them, and one in every row."""
    draw = _status.__wrapped__ if settings.DEBUG else _status  # a theme is being made: no keeping
    return draw(str(label), tone, icon)


@lru_cache(512)
def _status(label: str, tone: str, icon: str) -> SafeString:
    shown = {"label": label, "tone": tone, "icon": icon}
    return render_to_string("portal/parts/status.html", shown)


@register.filter
def long_date(moment: dt.datetime | dt.date | None) -> str:
    """Write a date out, as where it decides something: "Thursday 3 December"."""
    return formats.long_date(_day(moment), today=timezone.localdate()) if moment else ""


@register.filter
def short_date(moment: dt.datetime | dt.date | None) -> str:
    """Write a date for lists: "3 Dec 2026"."""
    return formats.short_date(_day(moment)) if moment else ""


@register.filter
def month_and_year(moment: dt.datetime | dt.date | None) -> str:
    """Write a month where the day does not matter: "May 2026"."""
    return formats.month_and_year(_day(moment)) if moment else ""


@register.filter
def every(recurring: formats.Recurring) -> str:
    """Write how often something comes round: "every 4 weeks"."""
    return formats.every(recurring)


@register.filter
def address(parts: Mapping[str, str]) -> str:
    """Write a postal address, one line a line."""
    return formats.address(parts)


@register.filter
def taken_off(amount: int) -> int:
    """Turn an amount into one that is subtracted."""
    return -amount


def _day(moment: dt.datetime | dt.date) -> dt.date:
    """The day `moment` falls on in the portal's time zone."""
    return timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
