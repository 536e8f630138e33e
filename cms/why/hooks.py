"""Puts the Why panel into the editor: its address, its line in the menu, a way from each page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from access_rules.permissions import SEE_CUSTOMERS
from cms.models import PortalPage
from cms.previewing.modes import Mode
from cms.rules.portals import portals_above
from cms.why.links import NAME, why_url
from cms.why.views import WhyView
from portal_blocks.personas import FIRST


class WhyMenuItem(MenuItem):
    """Shown to whoever may see customers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(SEE_CUSTOMERS)


def _urls() -> list[URLPattern]:
    return [path("why/", WhyView.as_view(), name=NAME)]


def _menu_item() -> MenuItem:
    return WhyMenuItem(_("Why they see it"), reverse(NAME), name="why", icon_name="help", order=245)


def _page_button(page: Any, user: Any, **_kwargs: Any) -> Iterator[Button]:
    if isinstance(page, PortalPage) and user.has_perm(SEE_CUSTOMERS):
        portals = portals_above(page)
        if portals:
            url = why_url(Mode(persona=FIRST), portals[0], page.pk)
            yield Button(_("Why they see it"), url, icon_name="help", priority=62)


def register() -> None:
    """Register everything."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    hooks.register("register_page_header_buttons", _page_button)
