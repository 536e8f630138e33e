"""A customer's subscriptions with all that can be done about them; a merchant may forbid each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.models import Subscription
from billing.queries import prices_sold
from portal_blocks.base import BlockAction, BlockView, Place, PortalBlock
from portal_blocks.cards import is_running
from portal_blocks.subscription_controls import presses
from portal_blocks.subscription_controls.again_page import load_again
from portal_blocks.subscription_controls.choices import price_choices
from portal_blocks.subscription_controls.code_page import load_code
from portal_blocks.subscription_controls.ending import AT_ONCE
from portal_blocks.subscription_controls.plan_page import load_plan
from portal_blocks.subscription_controls.rows import subscription_row
from portal_blocks.viewer import Viewer


def _switch(label: Any, help_text: Any = "", *, on: bool) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, help_text=help_text, default=on, required=False)


def _sold_again(subscriptions: list[Subscription], viewer: Viewer) -> frozenset[str]:
    """The prices that what has ended could be begun with anew, but for those that are paid now."""
    over = _prices(one for one in subscriptions if not is_running(one))
    wanted = over - _prices(one for one in subscriptions if is_running(one))
    return frozenset(prices_sold(viewer.portal.shop_id, wanted)) if wanted else frozenset()


def _prices(subscriptions: Iterable[Subscription]) -> set[str]:
    return {item["price"] for one in subscriptions for item in one.items if item.get("price")}


class SubscriptionControlsBlock(PortalBlock):
    """Every subscription, what happens next, and what can be done about it."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your subscriptions"), max_length=100, required=False
    )
    allow_pause = _switch(_("May pause"), _("Also until a day that the customer chooses."), on=True)
    allow_restart = _switch(
        _("May restart"), _("What is paused, was to end, or has ended."), on=True
    )
    allow_skip = _switch(
        _("May skip the next charge"), _("Only where a pause holds deliveries."), on=True
    )
    allow_cancel = _switch(_("May cancel"), on=True)
    cancel_when = blocks.ChoiceBlock(
        label=_("A cancelled subscription ends"),
        choices=[("period_end", _("With the time that is paid for")), (AT_ONCE, _("At once"))],
        default="period_end",
    )
    credit_unused = _switch(
        _("Credit unused time"),
        _("When a pause ends the service, the next payment is less by what was left."),
        on=True,
    )
    allow_move = _switch(
        _("May move the next charge"), _("By an interval, and by 60 days at most."), on=False
    )
    allow_coupon = _switch(_("May use a promotion code"), on=False)
    allow_plan = _switch(
        _("May change the plan"), _("The price is shown before, and the difference paid."), on=False
    )
    plan_prices = blocks.MultipleChoiceBlock(
        label=_("Plans to choose from"),
        choices=price_choices,
        required=False,
        help_text=_("Choose none for every price of the same product."),
    )
    most = blocks.IntegerBlock(
        label=_("Most of one thing"), default=1, min_value=1, max_value=99, required=False
    )

    parts: ClassVar[tuple[str, ...]] = ("agreement",)
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "again": BlockAction(presses.again, switch="allow_restart"),
        "cancel": BlockAction(presses.cancel, switch="allow_cancel"),
        "code": BlockAction(presses.code, switch="allow_coupon"),
        "move": BlockAction(presses.move, switch="allow_move"),
        "pause": BlockAction(presses.pause, switch="allow_pause"),
        "plan": BlockAction(presses.plan, switch="allow_plan"),
        "restart": BlockAction(presses.restart, switch="allow_restart"),
        "return": BlockAction(presses.return_on, switch="allow_pause"),
        "skip": BlockAction(presses.skip, switch="allow_skip"),
        "undo": BlockAction(presses.undo),
    }
    views: ClassVar[Mapping[str, BlockView]] = {
        "again": BlockView("portal_blocks/subscription_again.html", load_again),
        "code": BlockView("portal_blocks/subscription_code.html", load_code),
        "plan": BlockView("portal_blocks/subscription_plan.html", load_plan),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return the customer's subscriptions with what may be done."""
        subscriptions = viewer.data.subscriptions
        sold = _sold_again(subscriptions, viewer)
        rows = [subscription_row(one, value, viewer, place, sold=sold) for one in subscriptions]
        return {"rows": rows}

    class Meta:
        icon = "rotate"
        label = _("Subscriptions")
        group = _("Account")
        description = _("The customer's subscriptions, with pause, skip, change and cancel.")
        template = "portal_blocks/subscription_controls.html"
        preview_value = {
            "heading": "Your subscriptions",
            "allow_pause": True,
            "allow_restart": True,
            "allow_skip": True,
            "allow_cancel": True,
        }
