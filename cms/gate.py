"""The one gate in front of pages, block actions and block views, and what the refused get.

Asks the rules of the page and of every page above it. The answer for somebody refused:
sign in, if nobody is signed in; the home of their standing, if the portal names one they may see;
else "not found", which does not say whether there is such a page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from access_rules.standing import StandingValue
from accounts.refusals import not_admitted
from cms.pages.tree import Node, tree_of
from portal_blocks.viewer import Viewer


def may_see(node: Node, viewer: Viewer) -> bool:
    """Whether the viewer may see a page. A page below one that is not live: no."""
    return node.is_open(viewer.subject)


def refusal(request: HttpRequest, node: Node | None, viewer: Viewer) -> HttpResponse:
    """Return what a viewer gets who may not see `node`."""
    if viewer.refused is not None:
        return not_admitted(request, viewer.email)
    if not viewer.signed_in:
        return HttpResponseRedirect(sign_in_url(request.get_full_path()))
    home = _home_of(viewer, node)
    if home is not None:
        return HttpResponseRedirect(home.url)
    return render(request, "404.html", status=404)


def sign_in_url(then: str) -> str:
    """Return the address to sign in at, coming back to `then`."""
    query = urlencode({"next": then}) if then != "/" else ""
    return reverse("sign_in") + (f"?{query}" if query else "")


def _home_of(viewer: Viewer, denied: Node | None) -> Node | None:
    """The home of the viewer's standing, if there is one, they may see it, and it is another."""
    portal, standing = viewer.portal, viewer.subject.standing
    if standing is None:
        return None
    is_active = standing.value == StandingValue.ACTIVE
    home = tree_of(portal).by_id(portal.active_home_id if is_active else portal.inactive_home_id)
    if home is None or home == denied or not may_see(home, viewer):
        return None
    return home
