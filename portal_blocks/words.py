"""How blocks write amounts and dates inside sentences, as this portal and this viewer read them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from babel.numbers import format_percent
from django.utils.timezone import localtime

from billing.models import Subscription
from portal_blocks.viewer import Viewer
from themes.formats import locale_of, long_date, money


def amount(minor_units: int, currency: str, viewer: Viewer) -> str:
    """Return an amount, such as “€24.00”."""
    return money(minor_units, currency, display=viewer.portal.currency_display)


def percent(number: float) -> str:
    """Return a share of a hundred, such as “20%”, as exact as it is."""
    share = Decimal(str(number)) / 100
    return str(format_percent(share, locale=locale_of(), decimal_quantization=False))


def taken_off(minor_units: int, currency: str, viewer: Viewer) -> str:
    """Return an amount that is subtracted, with a minus sign in place of a hyphen."""
    return amount(-minor_units, currency, viewer).replace("-", "\N{MINUS SIGN}")


def price(subscription: Subscription, viewer: Viewer) -> str:
    """Return what one renewal costs, such as “€24.00”."""
    return amount(subscription.amount, subscription.currency, viewer)


def day(moment: datetime, viewer: Viewer) -> str:
    """Return a date in full, such as “Thursday 3 December”."""
    zone = viewer.portal.tz
    today = localtime(viewer.subject.now, zone).date()
    return long_date(localtime(moment, zone).date(), today=today)
