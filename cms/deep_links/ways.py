"""Where each word leads, and what on that page counts as having done it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Stop:
    """A block that a word leads to, where `switch` is on, and what it then opens there."""

    block: str
    opens: str = ""
    switch: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a word leads: to the first of its stops that the viewer has.

    `missing` says what cannot be done where there is none. `done` are the actions of blocks after
    which the customer goes back to where they came from; without one nobody is sent back.
    """

    stops: tuple[Stop, ...]
    missing: Promise
    done: frozenset[str] = frozenset()


_CONTROLS = "subscription_controls"
_PAYING = frozenset({"finish", "pay"})
_NOT_SHOWN = _("Your subscriptions are not shown on this site.")
_NOT_CANCELLED = _("A subscription cannot be cancelled on this site.")
_NO_ORDERS = _("Your orders are not shown on this site.")
CANCEL, END, ORDER = "cancel", "end", "order"

WAYS = {
    "account": Way((Stop("account"),), _("Your account is not shown on this site.")),
    CANCEL: Way(
        (
            Stop(_CONTROLS, CANCEL, "allow_cancel"),
            Stop("cancel_reasons"),
            Stop("cancel_confirm"),
        ),
        _NOT_CANCELLED,
        frozenset({"cancel"}),
    ),
    "card": Way(
        (
            Stop("card_on_file", "card", "allow_update"),
            Stop("past_due", "card", "allow_update"),
        ),
        _("A new card cannot be entered on this site."),
        frozenset({"finish", "default"}),
    ),
    "data": Way((Stop("privacy"),), _("Your data is not shown on this site.")),
    "details": Way(
        (Stop("details"),),
        _("Your details cannot be changed on this site."),
        frozenset({"billing", "delivery", "name", "phone"}),
    ),
    END: Way(
        (Stop("cancel_confirm"), Stop(_CONTROLS, CANCEL, "allow_cancel")),
        _NOT_CANCELLED,
        frozenset({"cancel"}),
    ),
    "invoices": Way(
        (
            Stop("invoices_to_pay"),
            Stop("past_due", "pay", "allow_pay"),
            Stop("card_on_file", "pay", "allow_pay"),
        ),
        _("What is still to be paid is not shown on this site."),
        _PAYING,
    ),
    "move": Way(
        (Stop(_CONTROLS, "move", "allow_move"),),
        _("A charge cannot be moved on this site."),
        frozenset({"move"}),
    ),
    ORDER: Way((Stop("order_history"),), _NO_ORDERS),
    "orders": Way((Stop("order_history"),), _NO_ORDERS),
    "pause": Way(
        (Stop(_CONTROLS, "pause", "allow_pause"),),
        _("A subscription cannot be paused on this site."),
        frozenset({"pause"}),
    ),
    "pay": Way(
        (
            Stop("card_on_file", "pay", "allow_pay"),
            Stop("invoices_to_pay", "pay", "allow_pay"),
            Stop("past_due", "pay", "allow_pay"),
        ),
        _("What is still to be paid cannot be paid on this site."),
        _PAYING,
    ),
    "restart": Way(
        (Stop(_CONTROLS, "restart", "allow_restart"), Stop("cancel_confirm"), Stop(_CONTROLS)),
        _("A subscription cannot be restarted on this site."),
        frozenset({"restart"}),
    ),
    "shipments": Way(
        (Stop("shipments"), Stop("order_history")),
        _("Your parcels are not shown on this site."),
    ),
    "skip": Way(
        (Stop(_CONTROLS, "skip", "allow_skip"),),
        _("A charge cannot be skipped on this site."),
        frozenset({"skip"}),
    ),
    "subscription": Way((Stop(_CONTROLS),), _NOT_SHOWN),
    "subscriptions": Way((Stop(_CONTROLS),), _NOT_SHOWN),
}
BACK = "back"
"""The word of the page that sends a customer back; it leads to no block."""
