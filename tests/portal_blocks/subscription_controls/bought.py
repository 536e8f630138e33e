"""What the tests of the block's own pages start from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from billing.models import Subscription
from portal_blocks.base import Place
from portal_blocks.subscription_controls.block import SubscriptionControlsBlock
from portal_blocks.viewer import Viewer
from tests.portal_blocks.cast import PLACE


@dataclass(frozen=True)
class Bought:
    """A subscription, whoever bought it, and the Stripe that has it."""

    row: Subscription
    viewer: Viewer
    stripe: Any

    def page(self, name: str, *, key: str = "", on: bool = True, **query: Any) -> Any:
        """What one of the block's pages shows them; None where there is none."""
        asked = QueryDict(mutable=True)
        asked.update(query)
        switches = dict.fromkeys(("allow_plan", "allow_coupon", "allow_restart"), on)
        value = {**SubscriptionControlsBlock().get_default(), **switches, "most": 3}
        place: Place = replace(PLACE, query=asked)
        view = SubscriptionControlsBlock.views[name]
        return view.load(value, self.viewer, place, key or self.row.external_id)
