"""The keys that open the API: made, withdrawn, and recognised by their signature."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.throttle import Limit, Throttled, count_try
from billing.api.errors import NotSigned, TooManyRequests
from billing.api.signing import is_signed
from billing.models import OrdersKey
from portals.models import Shop

REQUESTS = Limit("orders api", tries=60, seconds=60)
"""Of one key. With 500 orders a request that is 30,000 orders a minute."""

NOTED_EVERY = timedelta(minutes=1)
_NOBODYS_SECRET = secrets.token_urlsafe(32)


def create_key(
    shop: Shop,
    source: str,
    *,
    label: str,
    may_send_orders: bool = True,
    may_send_shipments: bool = True,
    name: str = "",
) -> tuple[OrdersKey, str]:
    """Make a key; return it with its secret, which is shown nowhere again."""
    secret = f"portico_{secrets.token_urlsafe(32)}"
    key = OrdersKey(
        shop=shop,
        source=source,
        label=label,
        may_send_orders=may_send_orders,
        may_send_shipments=may_send_shipments,
        secret=secret,
    )
    if name:
        key.name = name
    key.save(force_insert=True)
    return key, secret


def revoke_key(name: str, *, now: datetime) -> bool:
    """Withdraw a key for good; whether there was one that still worked."""
    return bool(OrdersKey.objects.filter(pk=name, revoked_at=None).update(revoked_at=now))


def recognise(name: str, signature: str, body: bytes, *, now: datetime) -> OrdersKey:
    """Return the key that signed this body. Raise `NotSigned` or `TooManyRequests`.

    An unknown or withdrawn key costs the same comparison as a good one.
    """
    key = _working(name)
    signed = is_signed(body, signature, key.secret if key else _NOBODYS_SECRET, now=now)
    if key is None or not signed:
        raise NotSigned
    _count(key, now)
    seen = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
    OrdersKey.objects.filter(seen, pk=key.pk).update(used_at=now)
    return key


def _working(name: str) -> OrdersKey | None:
    if not name.isalnum() or len(name) > 32:
        return None
    keys = OrdersKey.objects.select_related("shop").filter(pk=name, revoked_at=None)
    return keys.exclude(secret=None).first()


def _count(key: OrdersKey, now: datetime) -> None:
    try:
        count_try({REQUESTS: key.name}, now=now)
    except Throttled as over:
        raise TooManyRequests(
            _("This key has been used %(n)d times in a minute.") % {"n": REQUESTS.tries},
            _("Send more orders at once, or wait as many seconds as Retry-After says."),
            retry_after=max(ceil((over.until - now).total_seconds()), 1),
        ) from None
