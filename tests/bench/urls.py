"""Where the peers answer, beside the machines' own addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from cms.urls.machine import everywhere
from tests.bench.handwritten import portal
from tests.bench.peers.inserting import insert_only
from tests.bench.peers.serving import serve_bare

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    path("handwritten/", portal),
    path("orders/<int:pk>/", portal, name="peer_order"),
    path("subscriptions/<int:pk>/<slug:action>/", portal, name="peer_action"),
    path("forms/<slug:form>/", portal, name="peer_form"),
    path("sign-out/", portal, name="peer_sign_out"),
    path("insert-only/", insert_only),
    re_path(r"^((?:[\w\-]+/)*)$", serve_bare),
]
