"""What every template of a portal may use: the portal, its menu, who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.account_links import account_links_for
from cms.deep_links.returning import way_back
from cms.languages import come_back_to, languages
from cms.menus import menu_for
from cms.viewing import viewer_of
from portals.requests import portal_of_request


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give templates of a portal their frame; nothing to templates of the editor."""
    here = portal_of_request(request)
    if here is None:
        return {"portal": None}
    return {
        "portal": here,
        "viewer": SimpleLazyObject(lambda: viewer_of(request)),
        "signed_in": SimpleLazyObject(lambda: bool(viewer_of(request).name)),
        "way_back": SimpleLazyObject(lambda: way_back(request)),
        "viewer_name": SimpleLazyObject(lambda: viewer_of(request).name),
        "account_links": SimpleLazyObject(lambda: account_links_for(viewer_of(request))),
        "languages": SimpleLazyObject(languages),
        "here": SimpleLazyObject(lambda: come_back_to(request)),
        "menu": SimpleLazyObject(lambda: menu_for(viewer_of(request), request.path)),
    }
