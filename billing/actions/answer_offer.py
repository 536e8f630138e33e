"""Keep what a customer has answered to an offer. No money moves by it, and Stripe is not asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from billing.models import OfferAnswer


def answer_offer(
    customer_ids: Collection[int], place: tuple[int, str], answer: str, *, now: datetime
) -> None:
    """Keep what one person has answered to the offer of a block, in place of an earlier answer.

    `place` is the page's id and the block's; `customer_ids` are all that the person is, so that
    the answer holds whichever of them they sign in as.
    """
    page_id, block_id = place
    with transaction.atomic():
        for pk in sorted(customer_ids):
            OfferAnswer.objects.update_or_create(
                customer_id=pk,
                page_id=page_id,
                block_id=block_id,
                defaults={"answer": answer, "at": now},
            )
