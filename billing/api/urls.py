"""Everything below `/api/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from billing.api.docs import docs, no_such_address
from billing.api.doors import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs/", docs, name="api_docs"),
    path("", no_such_address),
    path("", api.urls),
    re_path("", no_such_address),
]
