"""A copy of everything we hold of a customer, as one ZIP archive that people and machines read.

One JSON file a kind of thing; a kind without rows has none. To add a kind, add its line. Left out
are secrets (password hashes, session keys), what is only ours (hashes of content) and what is of
others, too: several people may share an address, and with it an account.
"""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Consent, Customer, CustomerNote, CustomerSession, PrivacyRequest
from accounts.privacy import customers_of, keep_copy, open_copies
from billing.models import (
    AuditEntry,
    Card,
    CustomerFacts,
    Fulfilment,
    Leaving,
    LeavingStep,
    Membership,
    Notice,
    NoticeKind,
    OfferAnswer,
    Operation,
    Order,
    OrderLine,
    OrderRefund,
    Subscription,
)
from cms.privacy.telling import tell

logger = logging.getLogger(__name__)

Rows = Iterable[Mapping[str, Any]]
Find = Callable[[list[int]], Rows]
LEFT_OUT = frozenset(
    {"content_hash", "auth_hash", "copy", "session_key", "session_data", "sid", "password"}
)


def _of(model: Any, way: str = "customer") -> Find:
    """Return how the rows of a model are found by the way from them to the customer."""
    names = [one.attname for one in model._meta.concrete_fields if one.name not in LEFT_OUT]
    return lambda ids: model.objects.filter(**{f"{way}__in": ids}).order_by("pk").values(*names)


def _sign_ins(ids: list[int]) -> Rows:
    """Those that proved one of them alone: of others nobody knows who of an account it was."""
    rows = CustomerSession.objects.filter(customer__in=ids).order_by("signed_in_at")
    return rows.values("signed_in_at", "methods", "address", "user_agent", "site__hostname")


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return sorted(o) if isinstance(o, set | frozenset) else super().default(o)


KINDS: dict[str, Find] = {
    "answers-to-offers": _of(OfferAnswer),
    "cards": _of(Card),
    "consents": _of(Consent),
    "customers": _of(Customer, "pk"),
    "e-mails": _of(Notice),
    "history": _of(AuditEntry),
    "memberships": _of(Membership),
    "notes-of-staff": _of(CustomerNote),
    "order-lines": _of(OrderLine, "order__customer"),
    "orders": _of(Order),
    "parcels": _of(Fulfilment, "order__customer"),
    "refunds": _of(OrderRefund, "order__customer"),
    "requests-about-data": _of(PrivacyRequest, "customers"),
    "requests-and-changes": _of(Operation),
    "sign-ins": _sign_ins,
    "subscriptions": _of(Subscription),
    "what-rules-know": _of(CustomerFacts),
    "wishes-to-cancel": _of(Leaving),
    "wishes-to-cancel-steps": _of(LeavingStep, "leaving__customer"),
}


def make_copies(*, now: datetime, only: str = "") -> int:
    """Make the copies that are asked for, the oldest first, and return how many.

    One that fails does not keep the others waiting: it is tried again at the next sweep.
    """
    found = open_copies()
    found = found.filter(pk=only) if only else found
    return sum(1 for request in found if _make(request, now=now))


def _make(request: PrivacyRequest, *, now: datetime) -> bool:
    people = customers_of(request)
    try:
        copy = copy_of([one.pk for one in people], now=now)
        with transaction.atomic():
            if keep_copy(request, copy, now=now):
                tell(request, NoticeKind.DATA_COPY, people, now=now)
    except Exception:
        logger.exception("The copy %s could not be made.", request.pk)
        return False
    return True


def copy_of(customer_ids: list[int], *, now: datetime) -> bytes:
    """Return the archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        counts = {}
        for name, rows in _kinds(customer_ids):
            counts[name] = len(rows)
            text = json.dumps(rows, cls=_Encoder, ensure_ascii=False, indent=1)
            packed.writestr(f"{name}.json", text)
        packed.writestr("README.txt", _read_me(counts, now))
    return archive.getvalue()


def _kinds(customer_ids: list[int]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for name, find in KINDS.items():
        rows = list(find(customer_ids))
        if rows:
            yield name, rows


def _read_me(counts: Mapping[str, int], now: datetime) -> str:
    files = "\n".join(f"  {name}.json  ({count})" for name, count in counts.items())
    made = _("This is what we hold about you, as of %(moment)s (UTC).") % {
        "moment": f"{now:%Y-%m-%d %H:%M}"
    }
    how = _("Each file is JSON: any text editor shows it. Amounts are in the smallest coin.")
    kept = _("Card numbers are not among it: our payment partner keeps them, we never see them.")
    return f"{made}\n{how}\n{kept}\n\n{files}\n"
