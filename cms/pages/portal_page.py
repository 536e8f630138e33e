"""The one kind of page a merchant builds: blocks, and a rule who sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import get_urlconf, set_urlconf
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.models import Page

from access_rules.editor.fields import RuleField, audience_name
from access_rules.presets import ANY_CUSTOMER
from cms.pages.fields import PortalStreamField
from portal_blocks.base import Failed, Place, Redirect
from portal_blocks.registry import PortalStream
from portal_blocks.samples import PERSONAS, sample_viewer
from portal_blocks.streams import assets, find_view
from portal_blocks.viewer import Viewer
from portals.requests import portal_of_request


def default_rule() -> dict[str, Any]:
    """Return the rule of a new page: signed-in customers, nobody else."""
    return dict(ANY_CUSTOMER)


class PortalPage(Page):
    """A page of blocks. Its rule narrows the rules of the pages above it, never widens them."""

    body = PortalStreamField(PortalStream(), blank=True, verbose_name=_("blocks"))
    visibility = RuleField(_("who sees this page"), default=default_rule)

    template = "portal/page.html"
    # The rule decides; Wagtail's own page privacy knows log-in and groups of staff only.
    private_page_options: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page", "cms.PortalPage"]
    subpage_types: ClassVar[list[str]] = ["cms.PortalPage"]

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("title"), FieldPanel("body")], heading=_("Page")),
            ObjectList([FieldPanel("visibility")], heading=_("Who can see it")),
            ObjectList(
                [
                    FieldPanel("slug"),
                    FieldPanel("show_in_menus", heading=_("Show in the menu")),
                    FieldPanel("seo_title"),
                    PublishingPanel(),
                ],
                heading=_("Address and publishing"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("portal page")
        verbose_name_plural = _("portal pages")

    def get_view_restrictions(self) -> Any:
        """Ask nothing of Wagtail's own page privacy: it costs two queries and decides nothing."""
        return self._meta.model.objects.none()

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        """Return the address within the portal on that portal, the full one anywhere else."""
        if request is None or portal_of_request(request) is None:
            address: str | None = self.full_url
            return address
        within: str | None = super().get_url(request, current_site)
        return within

    url = property(get_url)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Leave portal pages out of sitemaps: what they list would be seen by everybody."""
        return []

    def serve(self, request: HttpRequest, *args: str, **_kwargs: Any) -> HttpResponse:
        """Answer with the page, or with a view of one of its blocks. The gate has been passed."""
        from cms.viewing import viewer_of

        viewer = viewer_of(request)
        if args:
            return self._serve_view(request, viewer, args)
        return TemplateResponse(request, self.template, self._context(viewer))

    def _serve_view(
        self, request: HttpRequest, viewer: Viewer, path: Sequence[str]
    ) -> HttpResponse:
        found = find_view(self.body, path[0], viewer) if len(path) == 2 else None
        if found is None:
            raise Http404("No block of this page has such a view.")
        child, view = found
        place = Place(self.pk, self.relative_path(viewer), str(child.id), request.GET)
        shown = view.load(child.value, viewer, place, path[1])
        if shown is None:
            raise Http404("The block has nothing to show under this address.")
        if isinstance(shown, Redirect):
            return HttpResponseRedirect(shown.url)
        if not isinstance(shown, Failed):
            shown = Failed(view.template, shown, status=200)
        context = {**self._context(viewer), "page_title": self.title, **shown.context}
        return TemplateResponse(request, shown.template, context, status=shown.status)

    def _context(self, viewer: Viewer) -> dict[str, Any]:
        return {
            "page": self,
            "self": self,
            "page_title": self.title,
            "page_url": self.relative_path(viewer),
            "viewer": viewer,
            "block_css": assets(self.body, viewer, "css"),
            "block_js": assets(self.body, viewer, "js"),
        }

    def relative_path(self, viewer: Viewer) -> str:
        """Return the page's address within its portal."""
        from cms.pages.tree import tree_of

        node = tree_of(viewer.portal).by_id(self.pk) if self.pk else None
        return node.url if node else "/"

    @property
    def audience(self) -> str:
        """Who sees the page, in words for the editor."""
        return audience_name(self.visibility)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Look at the page as these people see it."""
        return list(PERSONAS.items())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page to an invented customer. Its buttons do nothing."""
        persona = mode_name if mode_name in PERSONAS else "active"
        viewer = sample_viewer(persona, portal_of_request(request))
        request.viewer = viewer  # type: ignore[attr-defined]
        response = TemplateResponse(request, self.template, self._context(viewer))
        with portal_urls():
            return response.render()


@contextmanager
def portal_urls() -> Iterator[None]:
    """Make addresses as on a portal: previews are made within a request to the editor's host."""
    before = get_urlconf()
    set_urlconf(settings.REALM_URLCONFS["portal"])
    try:
        yield
    finally:
        set_urlconf(before)
