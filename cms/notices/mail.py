"""Draws a letter: its parts as HTML and text, and the headers around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import formataddr, parseaddr
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from billing.models import Notice, NoticeKind
from billing.notices.writers import Writer
from cms.notices.letter import Letter
from cms.notices.own_words import with_own_words
from cms.notices.pen import Pen, home_of, one_line
from cms.notices.words import WORDS
from themes.mail_style import DARK, LIGHT, mail_style

IN_THE_DARK = "@media (prefers-color-scheme: dark)"


@contextmanager
def spoken_by(writer: Writer) -> Iterator[None]:
    """Speak the portal's language, in its time zone, whoever asks."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(writer.portal.tz):
        yield


def letter_of(kind: str, facts: Mapping[str, Any], writer: Writer, *, now: datetime) -> Letter:
    """Return what an e-mail of a kind says. To be asked within `spoken_by`, as what draws it."""
    pen = Pen(writer.portal, now)
    letter = WORDS[NoticeKind(kind)](facts, pen)
    return with_own_words(letter, writer.settings.own_words.get(kind, {}))


def message_of(notice: Notice, writer: Writer, *, now: datetime) -> EmailMultiAlternatives:
    """Return a notice as a mail to its customer. The same notice has the same Message-ID."""
    return drawn(
        notice.kind,
        notice.facts,
        writer,
        to=notice.customer.email,
        name=f"notice-{notice.pk}",
        now=now,
    )


def drawn(
    kind: str, facts: Mapping[str, Any], writer: Writer, *, to: str, name: str, now: datetime
) -> EmailMultiAlternatives:
    """Return a mail of a kind with these facts. `name` is unique: it makes the Message-ID."""
    portal = writer.portal
    with spoken_by(writer):
        letter = letter_of(kind, facts, writer, now=now)
        text, html = text_of(letter, writer, to=to), html_of(letter, writer, to=to)
    reply_to = writer.settings.reply_to or portal.support_email
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=text,
        from_email=_sender(writer),
        to=[to],
        reply_to=[reply_to] if reply_to else [],
        headers={
            "Message-ID": f"<{name}@{portal.host}>",
            "List-Id": f"<{kind.replace('_', '-')}.{portal.host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def html_of(letter: Letter, writer: Writer, *, to: str, scheme: str = "") -> str:
    """Return a letter as HTML. `scheme`: light or dark for a preview; empty: as the reader's."""
    style = mail_style()
    differs = {LIGHT: "", DARK: style.dark}.get(scheme, f"{IN_THE_DARK} {{ {style.dark} }}")
    html = render_to_string(
        "portal/email/message.html", {**_context(letter, writer, to), "style": differs}
    )
    return _inliner(style.light).inline(html.strip())


def text_of(letter: Letter, writer: Writer, *, to: str) -> str:
    """Return a letter as plain text."""
    return render_to_string("portal/email/message.txt", _context(letter, writer, to)).strip() + "\n"


def _context(letter: Letter, writer: Writer, to: str) -> dict[str, Any]:
    return {
        "letter": letter,
        "portal": writer.portal,
        "home": home_of(writer.portal),
        "email": to,
        "support_email": writer.portal.support_email,
        "postal_address": writer.settings.postal_address.strip(),
    }


def _sender(writer: Writer) -> str:
    """The portal's name before the address that the installation sends from."""
    name = writer.settings.sender_name or writer.portal.name
    return formataddr((one_line(name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


@cache
def _inliner(css: str) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(extra_css=css, load_remote_stylesheets=False)
