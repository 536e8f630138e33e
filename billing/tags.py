"""The words a shop sorts its customers by: set by staff, added by files and the API.

Two tags that differ in capitals alone are one tag, as it was written first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Customer
from billing.audit import record_decision
from billing.facts import rebuild_facts
from billing.mirror.locks import locked
from billing.models import CustomerFacts

MOST, LONGEST = 50, 60
SET_TAGS = "set_tags"
_PART = 2_000


class TagRefused(Exception):
    """A tag that cannot be kept, or too many of them."""

    permanent = True
    code = "tag"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def clean_tags(words: Iterable[str]) -> list[str]:
    """Return the tags as they are kept: trimmed, each once, in order. Raise `TagRefused`."""
    tags: dict[str, str] = {}
    for word in words:
        tag = " ".join(word.split())
        if len(tag) > LONGEST or not tag.isprintable():
            raise TagRefused(
                _("A tag has at most %(most)d characters, and only ones that can be read.")
                % {"most": LONGEST}
            )
        if tag:
            tags.setdefault(tag.casefold(), tag)
    if len(tags) > MOST:
        raise TagRefused(_("A customer can have at most %(most)d tags.") % {"most": MOST})
    return _ordered(tags.values())


def with_tags(tags: Iterable[str], added: Iterable[str]) -> list[str]:
    """Return the tags with others added, as far as there is room."""
    kept: dict[str, str] = {}
    for tag in chain(tags, added):
        if len(kept) < MOST:
            kept.setdefault(tag.casefold(), tag)
    return _ordered(kept.values())


def set_tags(customer: Customer, tags: Iterable[str], *, actor: str, now: datetime) -> bool:
    """Give the customer these tags and no others, and say who did. Return whether any changed.

    `actor` is as in the audit trail, such as "staff:7". Raise `TagRefused`.
    """
    wanted = clean_tags(tags)
    with transaction.atomic():
        row = locked(customer.pk)
        before, customer.tags = row.tags, wanted
        if before == wanted:
            return False
        row.tags = wanted
        row.save(update_fields=["tags"])
        record_decision(
            row.pk, SET_TAGS, before={"tags": before}, after={"tags": wanted}, actor=actor, now=now
        )
        rebuild_facts([row.pk], now=now)
    return True


def known_tags(shop_id: int, q: str = "", limit: int = 20) -> list[str]:
    """Return tags that customers of the shop have and that contain `q`, in order."""
    found: dict[str, str] = {}
    part = q.strip().casefold()
    rows = CustomerFacts.objects.filter(shop=shop_id).exclude(tags=frozenset()).order_by()
    for tags in rows.values_list("tags", flat=True).distinct().iterator(_PART):
        found.update((tag.casefold(), tag) for tag in tags if part in tag.casefold())
    return _ordered(found.values())[:limit]


def _ordered(tags: Iterable[str]) -> list[str]:
    return sorted(tags, key=lambda tag: (tag.casefold(), tag))
