"""What a portal's host serves: sign-in, block actions, documents, and the merchant's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from cms.acting.looking import look_again
from cms.actions import block_action
from cms.card_forms import allow_card_forms, card_form_settings
from cms.deep_links import deep_link
from cms.languages import choose_language
from cms.privacy.download import privacy_copy, privacy_copy_file
from cms.routing import serve_page
from cms.urls.machine import everywhere
from cms.urls.media import media

handler500 = "cms.error_pages.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    *everywhere,
    path("", include("accounts.urls")),
    path(
        "do/<int:page_id>/<uuid:block_id>/<slug:action>/",
        allow_card_forms(block_action),
        name="block_action",
    ),
    path("do/look/<uuid:operation_id>/", look_again, name="look_again"),
    path("language/", choose_language, name="choose_language"),
    path("card-form/", card_form_settings, name="card_form_settings"),
    path("go/<slug:word>/", deep_link, name="deep_link"),
    path("my-data/<uuid:request_id>/", privacy_copy, name="privacy_copy"),
    path("my-data/<uuid:request_id>/file/", privacy_copy_file, name="privacy_copy_file"),
    path("finish/<uuid:operation_id>/", include("cms.finishing.urls")),
    *media,
    re_path(r"^((?:[\w\-]+/)*)$", allow_card_forms(serve_page), name="wagtail_serve"),
]
