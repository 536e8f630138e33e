"""Addresses that answer on any host, and all there is on a host that is no portal's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cms.views import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("webhooks/", include("billing.webhooks.urls")),
]
