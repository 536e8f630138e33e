"""May an answer be kept by caches in between, such as a CDN?

Everything a portal says is private (`portals.middleware`), but for one case: a page that says the
same to everybody, asked for by somebody who brings no cookie. Its frame is that of a signed-out
visitor then. Nobody's own browser keeps it, so that whoever signs in sees their own at once; a
cache in between keeps it for a minute, which is how long a page can be seen after it was closed.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from access_rules.presets import preset_of
from cms.models import PortalPage
from cms.pages.tree import Node, Tree
from portal_blocks.streams import says_the_same_to_all

SECONDS = 60


def let_caches_keep(
    request: HttpRequest, response: SimpleTemplateResponse, page: PortalPage, tree: Tree
) -> None:
    """Mark an answer that is the same for all; any other is left as it is."""
    node = tree.by_id(page.pk)
    if request.method not in {"GET", "HEAD"} or request.COOKIES or response.status_code != 200:
        return
    if node is None or not _is_the_same_for_all(tree, node, page):
        return
    response.render()  # so that what the page did to the session and to the token is known
    if request.session.modified or "CSRF_COOKIE" in request.META or response.cookies:
        return
    patch_cache_control(response, public=True, max_age=0, s_maxage=SECONDS)
    patch_vary_headers(response, ["Cookie"])


def _is_the_same_for_all(tree: Tree, node: Node, page: PortalPage) -> bool:
    """Whether rules decide nothing here.

    The menu and the links ask the rules of other pages: ready-made ones answer whoever is signed
    out alike, at any time.
    """
    rules = [above.rule for above in tree.chain(node)]
    if not tree.is_plain or any(preset_of(rule) != "everyone" for rule in rules):
        return False
    return says_the_same_to_all(page.body)
