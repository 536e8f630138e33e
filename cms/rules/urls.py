"""The addresses of what the rule builder asks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cms.rules.views import audience_view, changes_view, frame_view, pick_view

urls: list[URLPattern] = [
    path("frame/", frame_view, name="frame"),
    path("pick/<slug:kind>/", pick_view, name="pick"),
    path("audience/", audience_view, name="audience"),
    path("changes/<int:page_id>/", changes_view, name="changes"),
]


def rules_urls() -> list[URLResolver]:
    """Return what is to be registered below the editor's address."""
    return [path("rules/", include((urls, "portico_rules")))]
