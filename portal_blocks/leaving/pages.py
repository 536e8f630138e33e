"""Which pages of a cancel flow one viewer can go through. The settings name who knows pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from billing.models import Subscription
from portal_blocks.viewer import Viewer

LAST_STEP = "cancel_confirm"


def open_page_url(page: Any, viewer: Viewer, subscription: Subscription) -> str:
    """Return the address of a page of the flow; empty where the viewer may not see that very page.

    `page` may be None. What stands in place of a page that is closed, such as a teaser, is no step.
    """
    asked: Callable[[int, Viewer], bool] = import_string(settings.PAGE_IS_OPEN)
    if page is None or not page.live or not asked(page.pk, viewer):
        return ""
    return f"{address_of(page, viewer)}?{about(subscription.external_id)}"


def has_last_step(viewer: Viewer) -> bool:
    """Whether some page shows the viewer a button that cancels. Looks through all pages."""
    asked: Callable[[str, Viewer], bool] = import_string(settings.BLOCK_IS_SHOWN)
    return asked(LAST_STEP, viewer)


def address_of(page: Any, viewer: Viewer) -> str:
    """Return the address of a page within the viewer's portal."""
    return str(page.relative_url(viewer.portal.site()) or "/")


def about(subscription_id: str) -> str:
    """Return the part of an address that says which subscription a page is about."""
    return urlencode({"subscription": subscription_id})
