"""What the privacy block shows: each question with its answer, and how each request stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import PrivacyRequest
from accounts.privacy import KEPT, WAIT, Kind
from accounts.privacy import State as Standing
from billing.models import Subscription, SubscriptionState
from portal_blocks.cards import is_running
from portal_blocks.viewer import Viewer
from portal_blocks.words import day


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question; `answered` says when it was answered, empty: never.

    `shown` names the words, so that nobody agrees to others than those they have read.
    """

    key: str
    words: str
    more: str
    granted: bool
    answered: str
    shown: str


@dataclass(frozen=True, slots=True)
class Running:
    """A subscription that has to end before anything is erased.

    `url` is where it is cancelled, empty where it ends by itself; `title` names it.
    """

    sentence: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """How a request stands. `url` leads to the copy; `may_ask`: none is open.

    `running` stands in the way of asking to be erased.
    """

    sentence: str
    may_ask: bool
    url: str = ""
    may_take_back: bool = False
    running: tuple[Running, ...] = ()


def words_of(question: Mapping[str, Any]) -> str:
    """Return all that somebody agrees to: the question's words, and below them what explains it."""
    return f"{question['words']}\n{question.get('more') or ''}".strip()


def name_of(words: str) -> str:
    """Return a short name for some words; other words have another one."""
    return sha256(words.encode()).hexdigest()[:16]


def question_rows(value: Mapping[str, Any], viewer: Viewer) -> list[QuestionRow]:
    """Return the merchant's questions with the viewer's newest answers."""
    questions = value.get("questions") or ()
    answers = viewer.data.consents if questions else {}
    return [_question(one, answers.get(one["key"]), viewer) for one in questions]


def copy_row(value: Mapping[str, Any], viewer: Viewer) -> RequestRow | None:
    """Return how the copy stands; None where the merchant does not offer it here."""
    if not value.get("allow_copy"):
        return None
    found = viewer.data.privacy_requests.get(Kind.COPY)
    if found is not None and found.state == Standing.ASKED:
        return RequestRow(
            _("Your copy is being made. We e-mail you when it is ready, in a few minutes."),
            may_ask=False,
        )
    if found is not None and found.state == Standing.READY and found.settled_at is not None:
        return _copy_ready(found, found.settled_at, viewer)
    words = _("Everything we hold about you, in one file that people and machines can read.")
    return RequestRow(words, may_ask=True)


def _copy_ready(found: PrivacyRequest, made_at: datetime, viewer: Viewer) -> RequestRow:
    """How to get it: at once, or by the link in the e-mail for whoever proved no mailbox.

    Another one is asked for where the e-mail was lost, and not where it cannot be sent.
    """
    facts = {
        "date": day(made_at + KEPT, viewer),
        "email": viewer.email,
        "address": viewer.portal.support_email,
    }
    if viewer.here is not None and not viewer.here.is_limited:
        ready = _("Your copy is ready. You can fetch it until %(date)s.")
        return RequestRow(ready % facts, may_ask=True, url=_copy_url(found))
    if viewer.data.copy_is_mailed:
        ready = _("Your copy is ready. The link in our e-mail to %(email)s works until %(date)s.")
        return RequestRow(ready % facts, may_ask=viewer.subject.now > made_at + WAIT)
    ready = _("Your copy is ready, but we cannot e-mail you. Please write to us to get it.")
    if viewer.portal.support_email:
        ready = _("Your copy is ready, but we cannot e-mail you. Write to %(address)s to get it.")
    return RequestRow(ready % facts, may_ask=False)


def erase_row(value: Mapping[str, Any], viewer: Viewer) -> RequestRow | None:
    """Return how the request to be erased stands; None where it is not offered here."""
    if not value.get("allow_erase"):
        return None
    found = viewer.data.privacy_requests.get(Kind.ERASE)
    running = tuple(still_running(viewer))
    if found is None or found.state == Standing.WITHDRAWN:
        words = _("Your name, addresses and notes, and your sign-in. It cannot be undone.")
        return RequestRow(words, may_ask=True, running=running)
    return _erase_asked(found, viewer, running)


def still_running(viewer: Viewer) -> Iterator[Running]:
    """Yield what has to end first, with how it does."""
    for one in viewer.data.subscriptions:
        if is_running(one):
            yield _running(one, viewer)


def _running(one: Subscription, viewer: Viewer) -> Running:
    words = {"title": one.title}
    ends = one.cancel_at or one.paid_until
    if one.state == SubscriptionState.ENDING and ends is not None:
        words["date"] = day(ends, viewer)
        return Running(_("%(title)s ends on %(date)s. Ask us from then on.") % words)
    urls = settings.REALM_URLCONFS["portal"]
    path = reverse("deep_link", urlconf=urls, args=["cancel"])
    return Running(
        _("%(title)s still runs. Ask us once it has ended.") % words,
        one.title,
        f"{path}?{urlencode({'subscription': one.external_id})}",
    )


def _erase_asked(found: PrivacyRequest, viewer: Viewer, running: tuple[Running, ...]) -> RequestRow:
    date = {"date": day(found.asked_at, viewer)}
    if found.state == Standing.ASKED:
        words = _("You asked us on %(date)s to erase your data. We answer within a month.") % date
        return RequestRow(words, may_ask=False, may_take_back=True, running=running)
    words = _("We did not erase the data that you asked us on %(date)s to erase.") % date
    return RequestRow(f"{words} {found.answer}".strip(), may_ask=True, running=running)


def _question(one: Mapping[str, Any], found: Any, viewer: Viewer) -> QuestionRow:
    answered = _answered(found.at, viewer, granted=found.granted) if found is not None else ""
    granted = found is not None and found.granted
    more, shown = one.get("more") or "", name_of(words_of(one))
    return QuestionRow(one["key"], one["words"], more, granted, answered, shown)


def _answered(at: datetime, viewer: Viewer, *, granted: bool) -> str:
    date = {"date": day(at, viewer)}
    return _("You agreed on %(date)s.") % date if granted else _("You said no on %(date)s.") % date


def _copy_url(found: PrivacyRequest) -> str:
    urls = settings.REALM_URLCONFS["portal"]
    return reverse("privacy_copy", urlconf=urls, args=[found.pk])
