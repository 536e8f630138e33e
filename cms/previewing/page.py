"""What makes a page one that can be previewed as others see it.

Wagtail takes the mode of a preview unread out of the query string, in the editor, for drafts and
for revisions alike; all of these come through `make_preview_request` here.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from portal_blocks.personas import PERSONAS


class PreviewedAs:
    """Mixed into a page of blocks. Its previews are made of nothing but page, mode and staff."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Invented people to look as; real ones and other days come by the address alone."""
        return list(PERSONAS.items())

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Say which member of staff asks, and answer without a cookie.

        A cookie made for the preview would take the place of the editor's own of that name.
        """
        staff = getattr(original_request, "user", None)
        attributes = {**(extra_request_attrs or {}), "previewing_staff": staff}
        made: Any = super()
        response: HttpResponse = made.make_preview_request(
            original_request, preview_mode, attributes
        )
        response.cookies.clear()
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Draw the page as somebody sees it. Nothing on it does anything."""
        from cms.previewing.drawing import drawn

        return drawn(self, request, mode_name or "")  # type: ignore[arg-type]

    def _get_dummy_headers(self, original_request: HttpRequest | None = None) -> dict[str, Any]:
        """Leave out what signs somebody in."""
        made: Any = super()
        headers: dict[str, Any] = made._get_dummy_headers(original_request)  # noqa: SLF001
        headers.pop("HTTP_COOKIE", None)
        headers.pop("HTTP_AUTHORIZATION", None)
        return headers
