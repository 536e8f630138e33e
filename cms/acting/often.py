"""How often one customer may press buttons: far more than anybody does, less than a program would.

Most presses ask Stripe, whose patience all customers of a shop share; and who has a list of stolen
cards would try them out here.
"""

from __future__ import annotations

from datetime import datetime

from accounts.throttle import Limit, Throttled, count_try
from portal_blocks.patience import seconds_until
from portal_blocks.viewer import Viewer

PRESSES = Limit("press", tries=120, seconds=600)


def wait_for(viewer: Viewer, *, now: datetime) -> int:
    """Count a press, and return after how many seconds the next one counts; 0: this one does.

    By customer and not by account, which somebody else may share.
    """
    who = ",".join(map(str, viewer.customer_ids))
    try:
        count_try({PRESSES: who}, now=now)
    except Throttled as over:
        return seconds_until(over.until, now=now)
    return 0
