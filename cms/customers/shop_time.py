"""Days in the editor as a shop's customers read them, not as the server's clock has them.

An order of 1 November, midnight in Berlin, is one of 31 October for a server in UTC: whoever speaks
with the customer would look for it in vain.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from portals.registry import all_portals


def zone_of(shop_id: int) -> tzinfo:
    """Return the time zone of the shop's first portal; the current one where it has none."""
    portal = next((one for one in all_portals() if one.shop_id == shop_id), None)
    return portal.tz if portal is not None else timezone.get_current_timezone()


class InShopTime:
    """A view of one `object` that has a shop."""

    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the time zone of the shop, the template too."""
        with timezone.override(zone_of(self.object.shop_id)):
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            if hasattr(answer, "render"):
                answer.render()
        return answer
