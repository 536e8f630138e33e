"""The place of a walk over Stripe's customers: kept after each of them, until it is through.

Each account has a place of its own.
"""

from __future__ import annotations

from datetime import datetime

from billing.gateway.accounts import current
from billing.models import SyncCursor


class AnotherWalk(Exception):
    """Somebody else is on the same walk; they go on, we do not."""


def begun(kind: str, *, now: datetime, not_before: datetime) -> SyncCursor:
    """Return the cursor of the account's walk that was left unfinished, or a new one.

    A walk begun before `not_before` begins anew.
    """
    account = current().name
    kind = f"{kind}:{account}" if account else kind
    SyncCursor.objects.filter(kind=kind, started_at__lt=not_before).delete()
    found, _ = SyncCursor.objects.get_or_create(kind=kind, defaults={"started_at": now})
    return found


def advance(cursor: SyncCursor, external_id: str, *, now: datetime) -> None:
    """Remember a customer as the last one done. Raise `AnotherWalk` where another one did."""
    place = SyncCursor.objects.filter(
        kind=cursor.kind, cursor=cursor.cursor, started_at=cursor.started_at
    )
    if not place.update(cursor=external_id, updated_at=now):
        raise AnotherWalk
    cursor.cursor = external_id


def is_unfinished(cursor: SyncCursor) -> bool:
    """Whether a walk is not through yet."""
    return SyncCursor.objects.filter(kind=cursor.kind).exists()


def end(cursor: SyncCursor) -> None:
    """Forget a walk that is through."""
    SyncCursor.objects.filter(kind=cursor.kind, started_at=cursor.started_at).delete()
