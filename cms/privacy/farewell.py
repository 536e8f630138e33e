"""The last e-mail to whoever is erased: written before they are, sent after, by whoever erases.

The address is in no row and no message of a queue by then, so nobody can try again. Where it does
not go out, staff are told at once, with the address, and write themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from accounts.models import Customer, PrivacyRequest
from billing.models import Notice, NoticeKind
from billing.notices import outbox, reasons
from billing.notices.writers import Writers
from cms.notices.mail import message_of
from cms.notices.sending import reason_against
from cms.privacy.telling import addressee, facts_of
from portals import clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Farewell:
    """An e-mail that is ready to go: `mail` is None where there is none to send, and why not.

    Kept in memory alone, and not for long: it has the address.
    """

    notice: Notice
    address: str
    host: str = ""
    because: str = ""
    mail: EmailMultiAlternatives | None = None


def written(
    request: PrivacyRequest, people: Sequence[Customer], *, now: datetime
) -> Farewell | None:
    """Write it to customers who are still as they were, in the transaction that erases them."""
    to = addressee(people)
    if to is None:
        return None
    kind, facts = NoticeKind.DATA_ERASED, facts_of(request, now=now)
    notice = outbox.begin(to.pk, kind, str(request.pk), facts, now=now)
    notice.customer = to
    writer = Writers(to.shop_id).of_notice(facts)
    because = reason_against(notice, writer)
    if writer is None or because:
        return Farewell(notice, to.email, because=because or reasons.NO_PORTAL)
    mail = message_of(notice, writer, now=clock.now())
    return Farewell(notice, to.email, writer.portal.host, mail=mail)


def sent(farewell: Farewell, *, now: datetime) -> str:
    """Send it, and return why it was not, a code of `reasons`; empty where it was.

    To be asked when they are erased for good. Never raises.
    """
    if farewell.mail is None:
        outbox.skip(farewell.notice, farewell.because)
        return farewell.because
    try:
        farewell.mail.send()
    except Exception as fault:  # noqa: BLE001  (they are erased; what went wrong may name them)
        logger.warning("E-mail %s did not go out: %s", farewell.notice.pk, type(fault).__name__)
        outbox.fail(farewell.notice, reasons.NOT_TAKEN)
        return reasons.NOT_TAKEN
    outbox.sent(farewell.notice, farewell.host, now=now)
    return ""
