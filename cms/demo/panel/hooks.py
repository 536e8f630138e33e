"""Puts the demo's page into the editor, where this is a demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.demo import clock
from cms.demo.panel.views import DemoView, address_of, happenings, move_clock


class DemoPanel(Component):
    """On the editor's home: what this is, and the way to the demo's page."""

    name = "demo"
    order = 50
    template_name = "cms/demo/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give it the clock."""
        return {
            "clock": clock.state(),
            "url": reverse("demo_panel"),
            "shop": address_of("shop.localhost"),
            "club": address_of("club.localhost"),
        }


def _urls() -> list[URLPattern]:
    return [
        path("demo/", DemoView.as_view(), name="demo_panel"),
        path("demo/happenings/", happenings, name="demo_happenings"),
        path("demo/clock/", move_clock, name="demo_move_clock"),
    ]


def _menu_item() -> MenuItem:
    return MenuItem(_("Demo"), reverse("demo_panel"), name="demo", icon_name="desktop", order=10)


def _home(_request: HttpRequest, panels: list[Component]) -> None:
    panels.append(DemoPanel())


def register() -> None:
    """Register everything; nothing outside a demo."""
    if settings.DEMO:
        hooks.register("register_admin_urls", _urls)
        hooks.register("register_admin_menu_item", _menu_item)
        hooks.register("construct_homepage_panels", _home)
