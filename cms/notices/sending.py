"""Sends one e-mail of the outbox, or writes down why not."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.models import Customer
from accounts.privacy import key_of, ready_copies
from billing.models import Notice, NoticeKind, Operation, Outcome, SharedAddress
from billing.notices import outbox, reasons
from billing.notices.telling import add_planned_return
from billing.notices.writers import Writer, Writers
from cms.notices.mail import message_of
from portals import clock

logger = logging.getLogger(__name__)


def send(notice_id: int, *, now: datetime) -> None:
    """Send a notice if it is due. Never raises: what went wrong is written on the row.

    `now` is the real time; what the e-mail says is told from the time that people are shown.
    """
    notice = outbox.claim(notice_id, now=now)
    if notice is None:
        return
    writer = Writers(notice.customer.shop_id).of_notice(notice.facts)
    because = reason_against(notice, writer)
    if writer is None or because:
        outbox.skip(notice, because or reasons.NO_PORTAL)
        return
    add_planned_return(notice)
    _add_key(notice)
    try:
        message_of(notice, writer, now=clock.now()).send()
    except (SMTPException, OSError) as fault:
        _not_taken(notice, fault, now=now)
    except Exception as fault:
        logger.exception("E-mail %s cannot be made.", notice.pk)
        outbox.fail(notice, f"{type(fault).__name__}: {fault}")
    else:
        outbox.sent(notice, writer.portal.host, now=now)


def reason_against(notice: Notice, writer: Writer | None) -> str:
    """Return why a notice is not to be sent, a code of `reasons`; empty where nothing is."""
    customer = notice.customer
    if customer.is_gone:
        return reasons.ERASED if customer.erased_at is not None else reasons.DELETED
    if not _is_address(customer.email):
        return reasons.NO_ADDRESS
    if writer is None:
        return reasons.NO_PORTAL
    if not writer.settings.sends(notice.kind):
        return reasons.SWITCHED_OFF
    if _is_settled(notice):
        return reasons.SETTLED
    return reasons.SHARED if _is_shared(customer) else ""


def _is_settled(notice: Notice) -> bool:
    """Whether there is nothing to do any more of what it asks to be done."""
    if notice.kind == NoticeKind.CONFIRM_PAYMENT:
        return not _is_waiting(notice)
    if notice.kind == NoticeKind.DATA_COPY:
        ready = ready_copies(now=timezone.now())
        return not ready.filter(pk=notice.facts["request"]).exists()
    return False


def _add_key(notice: Notice) -> None:
    """Put the key of a copy into its e-mail. It is not kept: staff who look at it see none."""
    if notice.kind == NoticeKind.DATA_COPY:
        key = key_of(UUID(notice.facts["request"]))
        notice.facts = {**notice.facts, "key": key}


def _is_waiting(notice: Notice) -> bool:
    """Whether there is still something to confirm: many have done so by now, in the dialog."""
    return Operation.objects.filter(
        pk=notice.facts["operation"], outcome=Outcome.WAITING, customer_id=notice.customer_id
    ).exists()


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_shared(customer: Customer) -> bool:
    """Whether other customers have the address, and nobody said that it is this one's.

    Customers of one account are one person, who has proven it.
    """
    others = Customer.objects.filter(
        shop_id=customer.shop_id, email=customer.email, deleted_at=None
    ).exclude(pk=customer.pk)
    if customer.account_id is not None:
        others = others.exclude(account_id=customer.account_id)
    if not others.exists():
        return False
    said = SharedAddress.objects.filter(shop_id=customer.shop_id, email=customer.email)
    return not said.filter(decided_at__isnull=False, customer_id=customer.pk).exists()


def _not_taken(notice: Notice, fault: SMTPException | OSError, *, now: datetime) -> None:
    because = f"{type(fault).__name__}: {fault}"
    logger.warning("E-mail %s was not taken: %s", notice.pk, type(fault).__name__)
    if _is_final(fault):
        outbox.fail(notice, because)
    else:
        outbox.put_off(notice, because, now=now)


def _is_final(fault: Exception) -> bool:
    """Whether the mail server will say the same tomorrow: of this address, or of this mail.

    Codes of RFC 5321. Other codes above 500 are of the sign-in, which somebody will mend.
    """
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in fault.recipients.values())
    if isinstance(fault, SMTPResponseException):
        return fault.smtp_code in {550, 551, 552, 553, 554}
    return False
