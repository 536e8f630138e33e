"""Where the peers answer."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls

from tests.bench.handwritten import portal
from tests.bench.peers.inserting import insert_only

urlpatterns: list[URLPattern | URLResolver] = [
    path("handwritten/", portal),
    path("insert-only/", insert_only),
    path("", include(wagtail_urls)),
]
