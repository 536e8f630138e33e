"""Links from one block to another, wherever that one stands on the portal.

The addresses are those that e-mails carry: `cms.deep_links` knows the words, and leads to the page.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from portal_blocks.viewer import Viewer


def way(word: str, **about: str | int) -> str:
    """Return the address of a word, about one `subscription` or `order` where that is named."""
    urls = settings.REALM_URLCONFS["portal"]  # the editor previews blocks on its own host
    path = reverse("deep_link", urlconf=urls, args=[word])
    return f"{path}?{urlencode(about)}" if about else path


def is_block_shown(kind: str, viewer: Viewer) -> bool:
    """Whether a block of this kind stands on any page for the viewer. Looks through all pages.

    For invented people it does: what they see is no portal's.
    """
    asked: Callable[[str, Viewer], bool] = import_string(settings.BLOCK_IS_SHOWN)
    return not viewer.customer_ids or asked(kind, viewer)
