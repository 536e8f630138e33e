"""What is encrypted at rest, and whether the present `SECRET_KEY` still reads it.

The field reads with `SECRET_KEY` and with each of `SECRET_KEY_FALLBACKS`, and writes with the
first; what none of them reads comes out as it is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from encrypted_fields.fields import EncryptedFieldMixin

from billing.models import OrdersKey, StripeAccount
from billing.stripe_accounts import is_readable

Row = OrdersKey | StripeAccount
MODELS: tuple[type[OrdersKey] | type[StripeAccount], ...] = (OrdersKey, StripeAccount)


def unreadable() -> list[str]:
    """Return which rows hold what nobody can read, in words; none where there are no tables."""
    try:
        return [_words(row) for row, values in _rows() if not _is_whole(values)]
    except DatabaseError:
        return []


def reencrypt() -> tuple[int, list[str]]:
    """Write everything with the present `SECRET_KEY`: how many rows, and which nobody can read."""
    written, lost = 0, []
    for row, values in _rows():
        if _is_whole(values):
            type(row).objects.filter(pk=row.pk).update(**values)
            written += 1
        else:
            lost.append(_words(row))
    return written, lost


def _rows() -> Iterator[tuple[Row, dict[str, Any]]]:
    for model in MODELS:
        names = [f.name for f in model._meta.fields if isinstance(f, EncryptedFieldMixin)]
        for row in model.objects.order_by("pk"):
            yield row, {name: getattr(row, name) for name in names}


def _is_whole(values: dict[str, Any]) -> bool:
    return all(is_readable(value or "") for value in values.values())


def _words(row: Row) -> str:
    return f"{row._meta.verbose_name} {row}"
