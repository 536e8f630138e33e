"""The gallery, a block of it, and one state alone. For any staff: it tells of nobody real."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.gallery.drawing import drawn
from cms.gallery.links import gallery_url
from cms.gallery.rows import Look, block_rows, scheme_choices, width_choices
from portal_blocks.registry import BLOCKS
from portal_blocks.showing import NoSuchState
from portals import clock


@method_decorator(require_admin_access, name="dispatch")
class GalleryView(WagtailAdminTemplateMixin, TemplateView):
    """All blocks in all their states; with `block`, that one alone."""

    template_name = "cms/gallery/gallery.html"
    page_title = _("Block gallery")
    header_icon = "grid"

    @cached_property
    def name(self) -> str:
        """The block that is looked at, empty for all of them."""
        name: str = self.kwargs.get("block", "")
        if name and name not in BLOCKS:
            raise Http404("No such block.")
        return name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the place; a block stands below the gallery."""
        here = {"url": gallery_url(), "label": self.page_title}
        if not self.name:
            return [*self.breadcrumbs_items, {**here, "url": ""}]
        block = {"url": "", "label": self._rows[0].label}
        return [*self.breadcrumbs_items, here, block]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the blocks, and the ways to look at them."""
        return {
            **super().get_context_data(**kwargs),
            "blocks": self._rows,
            "only": self.name,
            "all_url": gallery_url(width=self._look.width, scheme=self._look.scheme),
            "look": self._look,
            "widths": width_choices(self.name, self._look),
            "schemes": scheme_choices(self.name, self._look),
        }

    @cached_property
    def _look(self) -> Look:
        return Look.asked(self.request.GET)

    @cached_property
    def _rows(self) -> Any:
        return block_rows([self.name] if self.name else BLOCKS, self._look)


@never_cache
@require_safe
@xframe_options_sameorigin
@require_admin_access  # type: ignore[untyped-decorator]
def state_alone(request: HttpRequest, block: str, state: str) -> HttpResponse:
    """Draw one state of one block: what the gallery shows in a frame."""
    scheme = request.GET.get("scheme", "")
    try:
        return drawn(request, block, state, scheme=scheme, now=clock.now())
    except NoSuchState:
        raise Http404("No such state.") from None
