"""Addresses that answer on any host, and all there is on a host that is no portal's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from cms.views import healthz, no_page, readyz

# Wagtail makes the addresses of pages by this name, in the editor and in the worker too.
page_addresses = re_path(r"^((?:[\w\-]+/)*)$", no_page, name="wagtail_serve")

everywhere: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("webhooks/", include("billing.webhooks.urls")),
    path("api/", include("billing.api.urls")),
]

urlpatterns = [*everywhere, page_addresses]
