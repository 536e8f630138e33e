"""Pictures and documents that merchants uploaded. What is not for everyone passes the gate."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.documents import urls as document_urls

from cms.media.serving import document, open_picture, original, picture

OPEN = r"^media/(?P<path>(?:images|original_images)/[^/]+)$"
HIDDEN = r"^media/(?P<path>gated/original_images/[^/]+)$"

media: list[URLPattern | URLResolver] = [
    path("documents/<int:document_id>/<str:document_filename>", document),
    path("documents/", include(document_urls)),
    path("pictures/<int:image_id>/<str:name>", picture, name="picture"),
    re_path(OPEN, open_picture),
]

originals: list[URLPattern | URLResolver] = [re_path(HIDDEN, original)]
