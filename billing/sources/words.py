"""What other systems call the states of an order."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from billing.models import FulfilmentState, PaymentState
from billing.sources.faults import UnreadableError

PAYMENT: dict[str, str] = {
    **{state.value.replace("_", " "): state.value for state in PaymentState},
    **dict.fromkeys(
        ("captured", "complete", "completed", "processing", "settled", "success", "succeeded"),
        PaymentState.PAID.value,
    ),
    **dict.fromkeys(
        ("authorized", "on hold", "open", "partially paid", "pending payment", "unpaid"),
        PaymentState.PENDING.value,
    ),
    **dict.fromkeys(("canceled", "cancelled", "expired", "voided"), PaymentState.VOID.value),
    "declined": PaymentState.FAILED.value,
    "chargeback": PaymentState.DISPUTED.value,
    "partly refunded": PaymentState.PARTIALLY_REFUNDED.value,
}
FULFILMENT: dict[str, str] = {
    **{state.value: state.value for state in FulfilmentState},
    **dict.fromkeys(
        ("complete", "completed", "dispatched", "fulfilled", "in transit", "on its way", "sent"),
        FulfilmentState.SHIPPED.value,
    ),
    "out for delivery": FulfilmentState.SHIPPED.value,
    **dict.fromkeys(("partially fulfilled", "partly sent"), FulfilmentState.PARTIAL.value),
    **dict.fromkeys(("open", "pending", "processing"), FulfilmentState.UNFULFILLED.value),
    "canceled": FulfilmentState.CANCELLED.value,
    "restocked": FulfilmentState.RETURNED.value,
}


def normal(word: str) -> str:
    """Return `word` without the differences in writing that mean nothing."""
    return " ".join(word.lower().replace("_", " ").replace("-", " ").split())


def state_of(word: str, known: Mapping[str, str], table: str) -> str:
    """Return the state `word` stands for. `table` names where the mapping file explains words."""
    state = known.get(normal(word))
    if state is not None:
        return state
    raise UnreadableError(
        _(
            "The state “%(word)s” is not known. Say what it means in the mapping file: "
            '"%(word)s" = "%(example)s" under [%(table)s].'
        )
        % {"word": word, "example": next(iter(known.values())), "table": table}
    )
