"""What a portal's host serves: sign-in, block actions, documents, and the merchant's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from cms.actions import block_action
from cms.card_forms import allow_card_forms, card_form_settings
from cms.deep_links import deep_link
from cms.routing import serve_page
from cms.urls.machine import everywhere
from cms.urls.media import media

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    path("", include("accounts.urls")),
    path("do/<int:page_id>/<uuid:block_id>/<slug:action>/", block_action, name="block_action"),
    path("card-form/", card_form_settings, name="card_form_settings"),
    path("go/<slug:word>/", deep_link, name="deep_link"),
    path("finish/<uuid:operation_id>/", include("cms.finishing.urls")),
    *media,
    re_path(r"^((?:[\w\-]+/)*)$", allow_card_forms(serve_page), name="wagtail_serve"),
]
