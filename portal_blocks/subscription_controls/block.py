"""A customer's subscriptions with all that can be done about them; a merchant may forbid each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal_blocks.base import BlockAction, BlockView, Place, PortalBlock
from portal_blocks.leaving.consequence import AT_ONCE, PERIOD_END
from portal_blocks.states import State
from portal_blocks.subscription_controls import delivery_presses, listing, presses
from portal_blocks.subscription_controls.again_page import load_again
from portal_blocks.subscription_controls.choices import price_choices
from portal_blocks.subscription_controls.code_page import load_code
from portal_blocks.subscription_controls.detail_page import load_subscription
from portal_blocks.subscription_controls.frequency_page import load_frequency
from portal_blocks.subscription_controls.plan_page import load_plan
from portal_blocks.subscription_controls.quantity_page import load_quantity
from portal_blocks.subscription_controls.rows import subscription_line, subscription_row
from portal_blocks.subscription_controls.selling import sold_again
from portal_blocks.subscription_controls.settings import part, switch
from portal_blocks.subscription_controls.states import STATES
from portal_blocks.terms.settings import HELD, terms
from portal_blocks.viewer import Viewer


class SubscriptionControlsBlock(PortalBlock):
    """Every subscription, what happens next, and what can be done about it."""

    heading = blocks.CharBlock(
        label=_("Heading"), default=_("Your subscriptions"), max_length=100, required=False
    )
    show_controls = blocks.ChoiceBlock(
        label=_("Show controls"),
        choices=[
            (listing.BY_NUMBER, _("In the list; of more than two, on a page of its own")),
            (listing.IN_LIST, _("In the list")),
            (listing.ON_PAGE, _("On a page of its own")),
        ],
        default=listing.BY_NUMBER,
    )
    allow_pause = switch(_("May pause"), _("Also until a day that the customer chooses."), on=True)
    credit_unused = switch(
        _("Credit unused time"),
        _("When a pause ends the service, the next payment is less by what was left."),
        on=True,
    )
    pause_terms = terms(_("When they may pause"))
    allow_restart = switch(
        _("May restart"), _("What is paused, was to end, or has ended."), on=True
    )
    allow_skip = switch(
        _("May skip the next charge"), _("Only where a pause holds deliveries."), on=True
    )
    skip_terms = terms(_("When they may skip"), ())
    allow_move = switch(
        _("May move the next charge"), _("By an interval, and by 60 days at most."), on=False
    )
    move_terms = terms(_("When they may move a charge"), ())
    allow_frequency = switch(
        _("May change how often it comes"),
        _("Among the prices of the same product. The price is shown before."),
        on=False,
    )
    frequency_terms = terms(_("When they may change how often"))
    allow_quantity = switch(
        _("May change how many they get"), _("The price is shown before."), on=False
    )
    most = blocks.IntegerBlock(
        label=_("Most of one thing"), default=1, min_value=1, max_value=99, required=False
    )
    quantity_terms = terms(_("When they may change how many"))
    allow_plan = switch(
        _("May change the plan"), _("The price is shown before, and the difference paid."), on=False
    )
    plan_prices = blocks.MultipleChoiceBlock(
        label=_("Plans to choose from"),
        choices=price_choices,
        required=False,
        help_text=_("Choose none for every price of the same product."),
    )
    plan_terms = terms(_("When they may change the plan"))
    allow_address = switch(
        _("May send one subscription elsewhere"),
        _("An address of its own; all others go to the usual one."),
        on=False,
    )
    allow_gift = switch(
        _("May add a gift note"), _("Up to 450 characters, kept with the subscription."), on=False
    )
    delivery_terms = terms(_("When they may change the delivery"), HELD)
    allow_coupon = switch(_("May use a promotion code"), on=False)
    coupon_terms = terms(_("When they may use a code"))
    allow_card = switch(
        _("Lead to the card"), _("Needs a page with the block for cards."), on=False
    )
    allow_cancel = switch(_("May cancel"), on=True)
    cancel_when = blocks.ChoiceBlock(
        label=_("A cancelled subscription ends"),
        choices=[(PERIOD_END, _("With the time that is paid for")), (AT_ONCE, _("At once"))],
        default=PERIOD_END,
    )
    cancel_page = blocks.PageChooserBlock(
        label=_("First page of cancelling"),
        required=False,
        help_text=_("Leave empty to cancel right here, with a reason if the customer likes."),
    )
    cancel_terms = terms(_("When they may cancel"), HELD)

    parts: ClassVar[tuple[str, ...]] = ("agreement", "addresses")
    states: ClassVar[Mapping[str, State]] = STATES
    actions: ClassVar[Mapping[str, BlockAction]] = {
        "address": BlockAction(delivery_presses.address, switch="allow_address"),
        "again": BlockAction(presses.again, switch="allow_restart"),
        "cancel": BlockAction(presses.cancel, switch="allow_cancel"),
        "code": BlockAction(presses.code, switch="allow_coupon"),
        "frequency": BlockAction(presses.frequency, switch="allow_frequency"),
        "gift": BlockAction(delivery_presses.gift, switch="allow_gift"),
        "move": BlockAction(presses.move, switch="allow_move"),
        "pause": BlockAction(presses.pause, switch="allow_pause"),
        "plan": BlockAction(presses.plan, switch="allow_plan"),
        "quantity": BlockAction(presses.quantity, switch="allow_quantity"),
        "restart": BlockAction(presses.restart, switch="allow_restart"),
        "return": BlockAction(presses.return_on, switch="allow_pause"),
        "skip": BlockAction(presses.skip, switch="allow_skip"),
        "undo": BlockAction(presses.undo),
    }
    views: ClassVar[Mapping[str, BlockView]] = {
        "again": BlockView("portal_blocks/subscription_again.html", load_again),
        "code": BlockView("portal_blocks/subscription_code.html", load_code),
        "frequency": BlockView("portal_blocks/subscription_frequency.html", load_frequency),
        "plan": BlockView("portal_blocks/subscription_plan.html", load_plan),
        "quantity": BlockView("portal_blocks/subscription_quantity.html", load_quantity),
        listing.VIEW: BlockView(
            "portal_blocks/subscription_detail.html", load_subscription, says=True
        ),
    }

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return one page of the customer's subscriptions with what may be done."""
        shown = listing.listed(value, viewer, place)
        every = [*shown.full, *shown.lines, *shown.over]
        sold = sold_again(every, viewer)
        told = place.said
        return {
            "rows": [subscription_row(one, value, viewer, place, sold=sold) for one in shown.full],
            "lines": [
                subscription_line(one, value, viewer, place, sold=sold) for one in shown.lines
            ],
            "over": [subscription_line(one, value, viewer, place, sold=sold) for one in shown.over],
            "next_url": shown.next_url,
            "first_url": shown.first_url,
            "said": told
            if told and told.target not in {one.external_id for one in every}
            else None,
        }

    class Meta:
        icon = "rotate"
        label = _("Subscriptions")
        group = _("Account")
        description = _("The customer's subscriptions, with pause, skip, change and cancel.")
        template = "portal_blocks/subscription_controls.html"
        form_layout = blocks.BlockGroup(
            [
                "heading",
                "show_controls",
                part(
                    _("Pause and restart"),
                    "allow_pause",
                    "credit_unused",
                    "pause_terms",
                    "allow_restart",
                ),
                part(
                    _("Skip and move charges"),
                    "allow_skip",
                    "skip_terms",
                    "allow_move",
                    "move_terms",
                ),
                part(
                    _("How often and how many"),
                    "allow_frequency",
                    "frequency_terms",
                    "allow_quantity",
                    "most",
                    "quantity_terms",
                ),
                part(_("Change of plan"), "allow_plan", "plan_prices", "plan_terms"),
                part(_("Delivery"), "allow_address", "allow_gift", "delivery_terms"),
                part(_("Codes and card"), "allow_coupon", "coupon_terms", "allow_card"),
                part(_("Cancel"), "allow_cancel", "cancel_when", "cancel_page", "cancel_terms"),
            ]
        )
        preview_value = {
            "heading": "Your subscriptions",
            "show_controls": listing.BY_NUMBER,
            "allow_pause": True,
            "allow_restart": True,
            "allow_skip": True,
            "allow_cancel": True,
        }
