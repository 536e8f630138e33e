"""The saving of a card, as Stripe tells of it."""

from __future__ import annotations

from datetime import datetime


def heard_of_setup(external_id: str, *, now: datetime) -> None:
    """Keep nothing: the card itself is told of by its own event.

    That there is a handler at all lets the inbox hurry the operation which waits for this.
    """
