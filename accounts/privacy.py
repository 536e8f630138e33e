"""What customers agree to, and what they ask of us about their data.

An answer to a question is written once and never changed: the newest of a purpose counts. Of each
kind of request one is open at a time; asking twice is asking once.

A request is its customers', not its account's: several people may share an address, and a guest of
the shop may have typed somebody else's. Only whoever proved to be every one of its customers is
told of it, fetches its copy or takes it back.

An order number proves too little for a copy of everything, notes of staff included: it stands on
every parcel. Whoever signed in by one fetches their copy with the key in the e-mail that says it is
ready, and so has to read that mailbox too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Consent, Customer, CustomerAccount, PrivacyRequest, SignInAttempt

KEPT = timedelta(days=7)
"""For so long a copy of one's data can be fetched."""
WAIT = timedelta(hours=1)
"""For so long no second copy is made."""
WORKER = "portico"
"""Who settles a copy that nobody of the staff has handed over."""
_KEYS = Signer(salt="accounts.privacy.copy")
Kind, State = PrivacyRequest.Kind, PrivacyRequest.State


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks: an account, the customers they proved to be, and on which site.

    `is_limited`: by an order number, which proves one customer and no mailbox.
    """

    account_id: UUID
    customer_ids: tuple[int, ...]
    site_id: int | None = None
    is_limited: bool = True


def consents_of(customer_ids: Collection[int]) -> dict[str, Consent]:
    """Return the newest answer to each question, by its purpose. One query."""
    rows = Consent.objects.filter(customer_id__in=customer_ids).order_by("at", "pk")
    return {row.purpose: row for row in rows}


def answer(asked: Asked, purpose: str, words: str, *, granted: bool, now: datetime) -> None:
    """Write down an answer, with the words it was given to, for each customer they are.

    The same answer to the same words is not written down again.
    """
    rows = Consent.objects.filter(customer__in=asked.customer_ids, purpose=purpose)
    newest = {row.customer_id: row for row in rows.order_by("at", "pk")}
    same = {pk for pk, row in newest.items() if (row.words, row.granted) == (words, granted)}
    Consent.objects.bulk_create(
        Consent(
            customer_id=pk,
            site_id=asked.site_id,
            purpose=purpose,
            words=words,
            granted=granted,
            at=now,
        )
        for pk in asked.customer_ids
        if pk not in same
    )


def requests_of(asked: Asked, *, now: datetime) -> dict[str, PrivacyRequest]:
    """Return the newest request of each kind that is still of interest, without the copy itself."""
    rows = _own(asked).defer("copy")
    recent = rows.filter(Q(state=State.ASKED) | Q(settled_at__gt=now - KEPT))
    return {row.kind: row for row in recent.order_by("asked_at")}


def ask(asked: Asked, kind: str, *, now: datetime) -> tuple[PrivacyRequest, bool]:
    """Return the open request of this kind, and whether it was made now.

    A copy that was made within the hour is not made again.
    """
    with transaction.atomic():
        account = CustomerAccount.objects.select_for_update(no_key=True).get(pk=asked.account_id)
        rows = _own(asked).alias(people=Count("customers")).filter(people=len(asked.customer_ids))
        fresh = Q(state=State.READY, settled_at__gt=now - WAIT)
        recent = rows.filter(Q(state=State.ASKED) | fresh, kind=kind)
        found = recent.order_by("-asked_at").first()
        if found is not None:
            return found, False
        made = PrivacyRequest.objects.create(
            account=account, site_id=asked.site_id, kind=kind, asked_at=now
        )
        made.customers.set(asked.customer_ids)
    return made, True


def take_back(asked: Asked, kind: str, *, now: datetime) -> bool:
    """Take an open request back, and return whether there was one."""
    rows = _own(asked).filter(kind=kind, state=State.ASKED)
    return bool(rows.update(state=State.WITHDRAWN, settled_at=now, settled_by="customer"))


def settle(request: PrivacyRequest, state: str, *, by: str, answer: str, now: datetime) -> bool:
    """Settle an open request, and return whether it was still open."""
    rows = PrivacyRequest.objects.filter(pk=request.pk, state=State.ASKED)
    return bool(rows.update(state=state, settled_at=now, settled_by=by, answer=answer))


def keep_copy(request: PrivacyRequest, copy: bytes, *, now: datetime) -> bool:
    """Keep the copy that was made for a request, and return whether it was still asked for."""
    rows = PrivacyRequest.objects.filter(pk=request.pk, state=State.ASKED)
    kept = rows.update(state=State.READY, copy=copy, settled_at=now, settled_by=WORKER)
    return bool(kept)


def ready_copies(*, now: datetime) -> QuerySet[PrivacyRequest]:
    """Return the requests whose copy can be fetched now."""
    rows = PrivacyRequest.objects.filter(kind=Kind.COPY, state=State.READY, copy__isnull=False)
    return rows.filter(settled_at__gt=now - KEPT)


def copy_for(asked: Asked, request_id: UUID, *, now: datetime) -> PrivacyRequest | None:
    """Return the request with its copy, for whoever asked for it alone and while it is kept.

    Whether they may have it now is `may_fetch`'s to say.
    """
    ready = ready_copies(now=now).filter(pk=request_id)
    return ready.filter(pk__in=_own(asked).values("pk")).defer("copy").first()


def may_fetch(asked: Asked, request_id: UUID, key: str) -> bool:
    """Whether who asks has proved enough for their copy: by how they signed in, or by its key."""
    return not asked.is_limited or _is_key(request_id, key)


def key_of(request_id: UUID) -> str:
    """Return the key of a copy. It is in the e-mail to its customer and nowhere else.

    It opens nothing to anybody who is not signed in as that customer, and nothing once the copy
    is gone.
    """
    return _KEYS.signature(str(request_id))


def _is_key(request_id: UUID, key: str) -> bool:
    try:
        return _KEYS.unsign(f"{request_id}:{key}") == str(request_id)
    except BadSignature:
        return False


def hand_over(request: PrivacyRequest, *, by: str, now: datetime) -> bytes | None:
    """Return the copy for staff who give it to its customer; None where there is none any more."""
    row = ready_copies(now=now).filter(pk=request.pk).first()
    if row is None:
        return None
    PrivacyRequest.objects.filter(pk=row.pk).update(settled_by=by)
    return bytes(row.copy or b"")


def forget_requester(customer_ids: Collection[int], *, now: datetime) -> None:
    """Delete every copy of erased customers' data, those still to be made too.

    A worker that is making one finds the request settled, and keeps nothing.
    """
    copies = PrivacyRequest.objects.filter(customers__in=customer_ids, kind=Kind.COPY)
    rows = PrivacyRequest.objects.filter(pk__in=list(copies.values_list("pk", flat=True)))
    rows.filter(state__in=[State.ASKED, State.READY]).update(state=State.DONE, settled_at=now)
    rows.update(copy=None)


def forget_attempts(shop_id: int, emails: Collection[str], site_ids: Collection[int]) -> None:
    """Delete the tries to sign in with these addresses, unless somebody else has one of them."""
    others = Customer.objects.filter(shop=shop_id, email__in=emails, erased_at=None)
    free = set(emails) - {"", *others.values_list("email", flat=True)}
    SignInAttempt.objects.filter(site__in=site_ids, email__in=free).delete()


def open_copies() -> QuerySet[PrivacyRequest]:
    """Return the copies that are still to be made."""
    return PrivacyRequest.objects.filter(kind=Kind.COPY, state=State.ASKED).order_by("asked_at")


def forget_copies(*, now: datetime) -> int:
    """Delete the copies that have been kept long enough."""
    rows = PrivacyRequest.objects.filter(settled_at__lte=now - KEPT, copy__isnull=False)
    return rows.update(copy=None, state=State.DONE)


def _own(asked: Asked) -> QuerySet[PrivacyRequest]:
    """The requests of an account that are about nobody but the customers who ask now."""
    people = PrivacyRequest.customers.through.objects.filter(privacyrequest=OuterRef("pk"))
    mine = people.filter(customer__in=asked.customer_ids)
    others = people.exclude(customer__in=asked.customer_ids)
    rows = PrivacyRequest.objects.filter(account=asked.account_id)
    return rows.filter(Exists(mine), ~Exists(others))


def customers_of(request: PrivacyRequest) -> list[Customer]:
    """Return whose data a request is about, those erased left out."""
    return list(request.customers.filter(erased_at=None).select_related("shop").order_by("pk"))
