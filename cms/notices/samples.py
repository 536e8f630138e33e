"""Invented facts for each kind of e-mail, so that a merchant sees what would be sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from billing.models import NoticeKind, SubscriptionState

Facts = dict[str, Any]
State = SubscriptionState
_ABOUT_ORDERS = {
    NoticeKind.CONFIRM_PAYMENT,
    NoticeKind.ORDER,
    NoticeKind.PAYMENT_FAILED,
    NoticeKind.REFUND,
    NoticeKind.SHIPPED,
}
_ABOUT_DATA = {NoticeKind.DATA_COPY, NoticeKind.DATA_DECLINED, NoticeKind.DATA_ERASED}
_STATES = {
    NoticeKind.CANCELLED: State.ENDING,
    NoticeKind.PAUSED: State.PAUSED,
    NoticeKind.PAUSE_ENDING: State.PAUSED,
    NoticeKind.TRIAL_ENDING: State.TRIALING,
}


def sample_facts(kind: NoticeKind, *, now: datetime) -> Facts:
    """Return facts as `billing.notices.facts` would note them for an invented customer."""
    if kind in _ABOUT_DATA:
        return _data(now)
    if kind == NoticeKind.CARD_UPDATED:
        return {"card": _card("visa", "4242", now), "before": _card("mastercard", "4444", now)}
    if kind in _ABOUT_ORDERS:
        return _order(kind, now)
    return _subscription(kind, now)


def _data(now: datetime) -> Facts:
    return {
        "request": "00000000-0000-4000-8000-000000000000",
        "asked_at": (now - timedelta(days=2)).isoformat(),
        "kept_until": (now + timedelta(days=7)).isoformat(),
        "answer": _("You have returned order CR-1003, and we still have to pay you back for it."),
    }


def _order(kind: NoticeKind, now: datetime) -> Facts:
    expected = now + timedelta(days=2)
    return {
        "order": "sample",
        "number": "CR-1003",
        "title": _("House Espresso, 1 kg"),
        "amount": 2900 if kind != NoticeKind.REFUND else 500,
        "currency": "EUR",
        "shipping": 500,
        "placed_at": now.isoformat(),
        "lines": [{"name": _("House Espresso, 1 kg"), "quantity": 1, "total": 2400}],
        "more_lines": 0,
        "is_renewal": False,
        "products": [],
        "card": _card("visa", "4242", now),
        "carrier": "DHL",
        "tracking_number": "00340434161094042557",
        "tracking_url": "https://www.dhl.com/",
        "expected_at": expected.isoformat(),
    }


def _subscription(kind: NoticeKind, now: datetime) -> Facts:
    soon = (now + timedelta(days=11)).isoformat()
    return {
        "subscription": "sample",
        "title": _("House Espresso, 1 kg"),
        "amount": 2400,
        "currency": "EUR",
        "interval": "week",
        "interval_count": 4,
        "discounts": [],
        "products": [],
        "state": _STATES.get(kind, State.ACTIVE),
        "was": State.ACTIVE,
        "next_charge_at": soon,
        "ends_at": soon,
        "resumes_at": soon,
        "trial_ends_at": soon,
        "due": soon,
        "card": _card("visa", "4242", now),
    }


def _card(brand: str, last4: str, now: datetime) -> Facts:
    return {"brand": brand, "last4": last4, "exp_month": 8, "exp_year": now.year + 2}
