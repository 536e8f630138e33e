"""Which of what has ended is still sold, so that it can be begun anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from billing.models import Subscription
from portal_blocks.cards import is_running
from portal_blocks.viewer import Viewer


def sold_again(shown: Sequence[Subscription], viewer: Viewer) -> frozenset[str]:
    """Return the prices that what has ended could be begun with, but for those that are paid now.

    One query where there is something that has ended, none elsewhere.
    """
    over = _prices(one for one in shown if not is_running(one))
    running = _prices(one for one in viewer.data.subscriptions if is_running(one))
    return viewer.data.sold(viewer.portal.shop_id, over - running)


def _prices(subscriptions: Iterable[Subscription]) -> set[str]:
    return {item["price"] for one in subscriptions for item in one.items if item.get("price")}
