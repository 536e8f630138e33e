"""Requests that no honest page makes: nothing is asked of Stripe, nothing is written down."""

from __future__ import annotations


class ActionError(Exception):
    """The command makes no sense. `message` is for people."""

    permanent = True

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class WrongOperation(ActionError):
    """The operation's id stands for something else already."""


class Foreign(ActionError):
    """What is to be changed is not this customer's, or not of this portal's shop."""


class OutOfDate(ActionError):
    """What was agreed to is not what it would be now: it has to be shown and agreed to anew."""
