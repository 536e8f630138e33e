"""How the trail of a customer is told: one sentence for what was done, one for what was wanted.

To tell of one more action, add its line; a test finds those that have none.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Sentences(NamedTuple):
    """`done` is said of what has happened, `wanted` of what was refused or is open."""

    done: Promise
    wanted: Promise


ACTIONS: dict[str, Sentences] = {
    "apply_coupon": Sentences(
        _("%(who)s used a code on %(what)s"), _("%(who)s wanted to use a code on %(what)s")
    ),
    "erase_customer": Sentences(
        _("%(who)s erased this customer's data"), _("%(who)s wanted to erase this customer's data")
    ),
    "hand_over_copy": Sentences(
        _("%(who)s fetched the copy of this customer's data to hand it over"),
        _("%(who)s wanted to fetch the copy of this customer's data"),
    ),
    "assign_order": Sentences(
        _("%(who)s gave %(what)s to this customer"),
        _("%(who)s wanted to give %(what)s to this customer"),
    ),
    "buy": Sentences(_("%(who)s bought %(what)s"), _("%(who)s wanted to buy %(what)s")),
    "buy_again": Sentences(
        _("%(who)s started %(what)s again"), _("%(who)s wanted to start %(what)s again")
    ),
    "buy_subscription": Sentences(
        _("%(who)s subscribed to %(what)s"), _("%(who)s wanted to subscribe to %(what)s")
    ),
    "cancel_subscription": Sentences(
        _("%(who)s cancelled %(what)s"), _("%(who)s wanted to cancel %(what)s")
    ),
    "change_delivery": Sentences(
        _("%(who)s changed where %(what)s goes, or its note"),
        _("%(who)s wanted to change where %(what)s goes, or its note"),
    ),
    "change_plan": Sentences(_("%(who)s changed %(what)s"), _("%(who)s wanted to change %(what)s")),
    "change_return": Sentences(
        _("%(who)s set another day for %(what)s to return"),
        _("%(who)s wanted to set another day for %(what)s to return"),
    ),
    "decide_address": Sentences(
        _("%(who)s decided whose orders of %(what)s are"),
        _("%(who)s wanted to decide whose orders of %(what)s are"),
    ),
    "move_charge": Sentences(
        _("%(who)s moved the next charge of %(what)s"),
        _("%(who)s wanted to move the next charge of %(what)s"),
    ),
    "order_again": Sentences(
        _("%(who)s ordered the same as in %(what)s"),
        _("%(who)s wanted to order the same as in %(what)s"),
    ),
    "pause_subscription": Sentences(
        _("%(who)s paused %(what)s"), _("%(who)s wanted to pause %(what)s")
    ),
    "payment_failed": Sentences(
        _("The payment of %(what)s did not go through"),
        _("The payment of %(what)s did not go through"),
    ),
    "pay_invoice": Sentences(_("%(who)s paid %(what)s"), _("%(who)s wanted to pay %(what)s")),
    "previewed_as": Sentences(
        _("%(who)s looked at “%(what)s” as this customer"),
        _("%(who)s wanted to look at “%(what)s” as this customer"),
    ),
    "refund_order": Sentences(
        _("%(who)s gave money back for %(what)s"),
        _("%(who)s wanted to give money back for %(what)s"),
    ),
    "remove_card": Sentences(_("%(who)s removed %(what)s"), _("%(who)s wanted to remove %(what)s")),
    "restart_subscription": Sentences(
        _("%(who)s restarted %(what)s"), _("%(who)s wanted to restart %(what)s")
    ),
    "set_default_card": Sentences(
        _("%(who)s made %(what)s the main card"),
        _("%(who)s wanted to make %(what)s the main card"),
    ),
    "set_tags": Sentences(_("%(who)s changed the tags"), _("%(who)s wanted to change the tags")),
    "skip_next": Sentences(
        _("%(who)s skipped the next delivery of %(what)s"),
        _("%(who)s wanted to skip the next delivery of %(what)s"),
    ),
    "subscription_changed": Sentences(_("%(who)s changed %(what)s"), _("%(who)s changed %(what)s")),
    "undo_move": Sentences(
        _("%(who)s moved the next charge of %(what)s back"),
        _("%(who)s wanted to move the next charge of %(what)s back"),
    ),
    "update_card": Sentences(_("%(who)s updated the card"), _("%(who)s wanted to update the card")),
    "update_details": Sentences(
        _("%(who)s changed their details"), _("%(who)s wanted to change their details")
    ),
}
BECAME = _("%(what)s is now: %(state)s")
OTHER = Sentences(_("%(who)s did “%(action)s”"), _("%(who)s wanted to do “%(action)s”"))

REFUNDS = {
    "succeeded": _("%(amount)s given back on order %(number)s"),
    "failed": _("%(amount)s could not be given back on order %(number)s"),
    "canceled": _("Giving back %(amount)s on order %(number)s was called off"),
}
REFUND_UNDER_WAY = _("%(amount)s on its way back for order %(number)s")

KINDS = {
    "asked": _("Asked for"),
    "step": _("Step done"),
    "changed": _("Found changed"),
    "done": _("Done"),
    "refused": _("Refused"),
    "unknown": _("No clear answer; being checked"),
    "waiting": _("Waits for the customer"),
    "pending": _("Under way"),
}
TONES = {
    "done": "success",
    "changed": "info",
    "refused": "error",
    "unknown": "warning",
    "waiting": "warning",
    "pending": "warning",
}
FIELDS = {
    "amount": _("Amount"),
    "billing_address": _("Billing address"),
    "cancel_at": _("Ends"),
    "current_period_end": _("Paid until"),
    "items": _("Contents"),
    "name": _("Name"),
    "pause_kind": _("Kind of pause"),
    "phone": _("Phone"),
    "refused_because": _("Stripe's reason"),
    "resumes_at": _("Returns"),
    "shipping_address": _("Delivery address"),
    "state": _("State"),
    "tags": _("Tags"),
}
