"""What a portal's host serves: sign-in, block actions, documents, and the merchant's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.documents import urls as document_urls

from cms.actions import block_action
from cms.routing import serve_page
from cms.urls.machine import everywhere
from cms.urls.media import media

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    path("", include("accounts.urls")),
    path("do/<int:page_id>/<uuid:block_id>/<slug:action>/", block_action, name="block_action"),
    path("documents/", include(document_urls)),
    *media,
    re_path(r"^((?:[\w\-]+/)*)$", serve_page, name="wagtail_serve"),
]
