"""The pages on which a subscription is changed, as their block loads them. No database."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict

from portal_blocks.sample_subscriptions import sample_item
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from tests.portal_blocks.cast import NOW, PLACE, subscription, viewer

ON = {"allow_quantity": True, "allow_frequency": True, "allow_plan": True, "most": 3}
COFFEE = [sample_item(1, "Coffee", 2400), sample_item(2, "Milk", 300, 2)]


def coffee(state="active", **changes):
    about = {
        "interval": "week",
        "interval_count": 4,
        "amount": 3000,
        "items": COFFEE,
        "started_at": NOW,
    }
    return subscription(state, **{**about, **changes})


def page(name, query="", *, value=ON, one=None, key="sub_1"):
    place = replace(PLACE, query=QueryDict(query))
    view = SubscriptionControlsBlock.views[name]
    return view.load(value, viewer(one or coffee()), place, key)
