"""The story of a customer: what they and others did, what came of it, the newest first.

An operation is one chapter, from being asked for to what came of it, with every step at Stripe.
Orders, money given back, e-mails, notes of staff and more are chapters of their own. It is read a
page at a time: a story of 5,000 chapters costs what one of fifty does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from cms.customers import chapters
from cms.customers.chapters import Asked, Chapter
from cms.leaving.chapter import leavings

MOST = 50
Source = Callable[[Asked], Iterator[Chapter]]
EVERYTHING = ""
_CHANGES: tuple[Source, ...] = (chapters.of_subscriptions, leavings)
_MONEY: tuple[Source, ...] = (chapters.of_money, chapters.orders, chapters.refunds)
_ASKED: tuple[Source, ...] = (chapters.consents, chapters.requests)
SOURCES: Mapping[str, tuple[Promise, tuple[Source, ...]]] = {
    EVERYTHING: (
        _("Everything"),
        (*_CHANGES, *_MONEY, *_ASKED, chapters.emails, chapters.notes),
    ),
    "money": (_("Money"), _MONEY),
    "subscriptions": (_("Subscriptions and cards"), _CHANGES),
    "emails": (_("E-mails"), (chapters.emails,)),
    "staff": (_("Staff"), (chapters.of_staff, chapters.notes)),
}


@dataclass(frozen=True, slots=True)
class Story:
    """One page of chapters, the newest first. `older` is where the next begins."""

    chapters: list[Chapter]
    older: datetime | None = None


def story_of(
    customer: Customer, *, kind: str = EVERYTHING, before: datetime | None = None, limit: int = MOST
) -> Story:
    """Return the latest chapters of a kind (a key of `SOURCES`), by a handful of queries."""
    later = timezone.now() + timedelta(days=3650)  # what is dated ahead is shown, too
    asked = Asked(customer, before or later, limit + 1)
    _label, sources = SOURCES.get(kind, SOURCES[EVERYTHING])
    found = [chapter for source in sources for chapter in source(asked)]
    found.sort(key=lambda chapter: chapter.at, reverse=True)
    shown = found[:limit]
    return Story(shown, shown[-1].at if len(found) > limit else None)
