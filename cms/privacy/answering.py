"""What staff do with a request besides erasing: saying no, and handing a copy over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import PrivacyRequest
from accounts.privacy import State, customers_of, hand_over, settle
from billing.audit import record_decision
from billing.models import NoticeKind
from cms.privacy.telling import tell


def decline(request: PrivacyRequest, answer: str, *, by: str, now: datetime) -> bool:
    """Say no, and why; whether it was still open. The customer is told by e-mail."""
    with transaction.atomic():
        if not settle(request, State.DECLINED, by=by, answer=answer, now=now):
            return False
        request.answer = answer
        tell(request, NoticeKind.DATA_DECLINED, customers_of(request), now=now)
    return True


def handed_over(request: PrivacyRequest, *, by: str, now: datetime) -> bytes | None:
    """Return the copy for staff to hand over, and write that down; None where it is gone."""
    with transaction.atomic():
        copy = hand_over(request, by=by, now=now)
        for one in customers_of(request) if copy is not None else ():
            record_decision(one.pk, "hand_over_copy", before={}, after={}, actor=by, now=now)
    return copy
