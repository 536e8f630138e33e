"""What a source hands over of money that was given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """Money given back. `external_id` is unique in the order."""

    external_id: str
    amount: int
    created_at: datetime
    reason: str = ""
    status: str = "succeeded"
