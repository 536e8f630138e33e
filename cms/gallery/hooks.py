"""Puts the gallery into the editor, in the menu beside the reports."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.gallery.links import BLOCK, FRAME, GALLERY
from cms.gallery.views import GalleryView, state_alone


def register() -> None:
    """Register everything."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_reports_menu_item", _item)


def _urls() -> list[URLPattern]:
    return [
        path("gallery/", GalleryView.as_view(), name=GALLERY),
        path("gallery/<slug:block>/", GalleryView.as_view(), name=BLOCK),
        path("gallery/<slug:block>/<slug:state>/", state_alone, name=FRAME),
    ]


def _item() -> MenuItem:
    return MenuItem(
        _("Block gallery"), reverse(GALLERY), name=GALLERY, icon_name="grid", order=1090
    )
