"""What the editor's host serves: the editor."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as admin_urls

from cms.urls.machine import everywhere, page_addresses
from cms.urls.media import media, originals
from cms.views import staff_root

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    path("", staff_root),
    path("admin/", include(admin_urls)),
    *media,
    *originals,
    page_addresses,
]
