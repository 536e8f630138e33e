"""Pictures that merchants uploaded. Documents are never served by path: they pass the gate."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve

PICTURES = r"^media/(?P<path>(?:images|original_images)/[^/]+)$"

DAY = 24 * 3600

media: list[URLPattern] = [
    re_path(
        PICTURES,
        cache_control(public=True, max_age=DAY)(serve),
        {"document_root": settings.MEDIA_ROOT},
    ),
]
