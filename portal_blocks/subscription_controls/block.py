"""A customer's subscriptions with pause, restart and cancel; a merchant may forbid each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.actions.cancel import cancel_subscription
from billing.actions.errors import ActionError
from billing.actions.pause import pause_subscription
from billing.actions.restart import restart_subscription
from billing.models import Operation, Subscription
from billing.queries import subscription_of
from portal_blocks.asking import asking_of, result_of
from portal_blocks.base import (
    ActionCall,
    ActionRefused,
    ActionResult,
    BlockAction,
    Place,
    PortalBlock,
)
from portal_blocks.subscription_controls.offers import cancel_reasons
from portal_blocks.subscription_controls.rows import subscription_row
from portal_blocks.viewer import Viewer


def pause(call: ActionCall) -> ActionResult:
    """Pause one subscription of the customer's own."""
    return _done(pause_subscription, call)


def restart(call: ActionCall) -> ActionResult:
    """Restart a paused one, or keep one that was about to end."""
    return _done(restart_subscription, call)


def cancel(call: ActionCall) -> ActionResult:
    """Cancel one, with the reason if one was given."""
    reason = call.data.get("reason", "")
    known = dict(cancel_reasons())
    return _done(
        cancel_subscription,
        call,
        reason=reason if reason in known else "",
        comment=call.data.get("comment", "")[:1000].strip(),
    )


def _done(command: Callable[..., Operation], call: ActionCall, **details: str) -> ActionResult:
    try:
        return result_of(command(_subscription(call), asking_of(call), **details))
    except ActionError:
        raise ActionRefused from None


def _subscription(call: ActionCall) -> Subscription:
    found = subscription_of(call.viewer.customer_ids, call.data.get("subscription", ""))
    if found is None:
        raise ActionRefused
    return found


class SubscriptionControlsBlock(PortalBlock):
    """Every subscription, what happens next, and what can be done about it."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your subscriptions"), max_length=100, required=False
    )
    allow_pause = blocks.BooleanBlock(label=_("May pause"), default=True, required=False)
    allow_restart = blocks.BooleanBlock(label=_("May restart"), default=True, required=False)
    allow_cancel = blocks.BooleanBlock(label=_("May cancel"), default=True, required=False)

    actions: ClassVar[Mapping[str, BlockAction]] = {
        "pause": BlockAction(pause, switch="allow_pause"),
        "restart": BlockAction(restart, switch="allow_restart"),
        "cancel": BlockAction(cancel, switch="allow_cancel"),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the customer's subscriptions with what may be done."""
        subscriptions = viewer.data.subscriptions
        return {"rows": [subscription_row(s, value, viewer, place) for s in subscriptions]}

    class Meta:
        icon = "rotate"
        label = _("Subscriptions")
        group = _("Account")
        description = _("The customer's subscriptions, with pause, restart and cancel.")
        template = "portal_blocks/subscription_controls.html"
        preview_value = {
            "heading": "Your subscriptions",
            "allow_pause": True,
            "allow_restart": True,
            "allow_cancel": True,
        }
