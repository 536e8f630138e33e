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
class Cursor:
    """Where a page of a story begins: before a moment, the first few there left out.

    Chapters share a moment, as orders of a file do that knows days alone: `skip` is how many of
    the last one stood on the page before.
    """

    before: datetime
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """One page of chapters, the newest first. `older` is where the next begins."""

    chapters: list[Chapter]
    older: Cursor | None = None


def story_of(
    customer: Customer, *, kind: str = EVERYTHING, begin: Cursor | None = None, limit: int = MOST
) -> Story:
    """Return a page of chapters of a kind (a key of `SOURCES`), by a handful of queries."""
    later = timezone.now() + timedelta(days=3650)  # what is dated ahead is shown, too
    begin = begin or Cursor(later)
    asked = Asked(customer, begin.before, begin.skip + limit + 1)
    _label, sources = SOURCES.get(kind, SOURCES[EVERYTHING])
    found = [one for source in sources for one in source(asked) if one.at < begin.before]
    found.sort(key=lambda chapter: chapter.at, reverse=True)
    end = begin.skip + limit
    return Story(found[begin.skip : end], _cursor(found[:end]) if len(found) > end else None)


def _cursor(seen: list[Chapter]) -> Cursor:
    """Return where the page begins that follows what has been seen."""
    last = seen[-1].at
    return Cursor(last + timedelta(microseconds=1), sum(one.at == last for one in seen))
