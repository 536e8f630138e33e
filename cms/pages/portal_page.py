"""The one kind of page a merchant builds: blocks, and a rule who sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageViewRestriction

from access_rules.editor.fields import RuleField, audience_name
from access_rules.presets import ANY_CUSTOMER
from cms.acting.notes import put_back
from cms.pages.denied import PortalPageForm, denied_panel
from cms.pages.fields import PortalStreamField
from cms.previewing.page import PreviewedAs
from portal_blocks.base import NOWHERE, Failed, Place, Redirect
from portal_blocks.registry import PortalStream
from portal_blocks.streams import assets, find_view
from portal_blocks.viewer import Viewer
from portals.requests import portal_of_request


def default_rule() -> dict[str, Any]:
    """Return the rule of a new page: signed-in customers, nobody else."""
    return dict(ANY_CUSTOMER)


@cache
def _no_restrictions() -> models.QuerySet[PageViewRestriction]:
    """An empty set that has been looked at: of another, Django makes SQL at every page."""
    found: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
    len(found)
    return found


class WhenDenied(models.TextChoices):
    HOME = "home", _("Go to the home of their standing, else see “not found”")
    PAGE = "page", _("Go to another page")
    TEASER = "teaser", _("See a teaser in its place")
    NOT_FOUND = "not_found", _("See “not found”")


class WhenSignedOut(models.TextChoices):
    SIGN_IN = "sign_in", _("Is asked to sign in")
    SAME = "same", _("Is treated as everybody else")


class PortalPage(PreviewedAs, Page):
    """A page of blocks. Its rule narrows the rules of the pages above it, never widens them."""

    body = PortalStreamField(PortalStream(), blank=True, verbose_name=_("blocks"))
    visibility = RuleField(_("who sees this page"), default=default_rule)
    when_denied = models.CharField(
        _("everybody else"), max_length=10, choices=WhenDenied.choices, default=WhenDenied.HOME
    )
    denied_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("the other page"),
    )
    teaser = PortalStreamField(PortalStream(), blank=True, verbose_name=_("teaser"))
    when_signed_out = models.CharField(
        _("whoever is signed out"),
        max_length=10,
        choices=WhenSignedOut.choices,
        default=WhenSignedOut.SIGN_IN,
    )

    base_form_class = PortalPageForm
    template = "portal/page.html"
    # The rule decides; Wagtail's own page privacy knows log-in and groups of staff only.
    private_page_options: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page", "cms.PortalPage"]
    subpage_types: ClassVar[list[str]] = ["cms.PortalPage"]

    edit_handler = TabbedInterface(
        [
            ObjectList([TitleFieldPanel("title"), FieldPanel("body")], heading=_("Page")),
            ObjectList([FieldPanel("visibility"), denied_panel()], heading=_("Who can see it")),
            ObjectList(
                [
                    FieldPanel(
                        "slug",
                        heading=_("Address"),
                        help_text=_("The last part of the page's address, made of its title."),
                    ),
                    FieldPanel(
                        "show_in_menus",
                        heading=_("Show in the menu"),
                        help_text=_("Customers see it there if they may open the page."),
                    ),
                    FieldPanel(
                        "seo_title",
                        heading=_("Title in the browser's tab"),
                        help_text=_("Leave empty for the title of the page."),
                    ),
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
        return _no_restrictions()

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
        from cms.leaving.passing import on_the_way
        from cms.viewing import viewer_of

        viewer = viewer_of(request)
        if args:
            answer = self._serve_view(request, viewer, self.body, args)
            if answer is None:
                raise Http404("No block of this page has such a view.")
            return answer
        if onward := on_the_way(request, self, viewer):
            return HttpResponseRedirect(onward)
        context = {**self.context_for(viewer), **self._told(request, viewer, self.body)}
        return TemplateResponse(request, self.template, context)

    def serve_teaser(
        self, request: HttpRequest, viewer: Viewer, path: Sequence[str], *, sign_in_url: str
    ) -> HttpResponse:
        """Answer with the teaser, or with a view of one of its blocks, and nothing of the page.

        Any other address below the page leads back to the teaser.
        """
        if path:
            answer = self._serve_view(request, viewer, self.teaser, path)
            return answer or HttpResponseRedirect(self.relative_path(viewer))
        told = self._told(request, viewer, self.teaser)
        context = {**self.context_for(viewer, self.teaser), **told, "sign_in_url": sign_in_url}
        response = TemplateResponse(request, "portal/teaser.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response

    def _serve_view(
        self, request: HttpRequest, viewer: Viewer, blocks: StreamValue, path: Sequence[str]
    ) -> HttpResponse | None:
        found = find_view(blocks, path[0], viewer) if len(path) == 2 else None
        if found is None:
            return None
        child, view = found
        place = Place(self.pk, self.relative_path(viewer), str(child.id), request.GET)
        told = self._told(request, viewer, blocks, place if view.says else NOWHERE)
        place = replace(place, said=told["said"].get(place.block_id))
        shown = view.load(child.value, viewer, place, path[1])
        if shown is None:
            put_back(request)
            raise Http404("The block has nothing to show under this address.")
        if isinstance(shown, Redirect):
            put_back(request)
            return HttpResponseRedirect(shown.url)
        if not isinstance(shown, Failed):
            shown = Failed(view.template, shown, status=200)
        page = {**self.context_for(viewer, blocks), **told, "place": place}
        context = {**page, **shown.context}
        return TemplateResponse(request, shown.template, context, status=shown.status)

    def _told(
        self,
        request: HttpRequest,
        viewer: Viewer,
        blocks: StreamValue,
        alone: Place | None = None,
    ) -> dict[str, Any]:
        """Return what is said on the page of what was pressed; `alone`: one block may say it."""
        from cms.acting.told import told_on

        place = alone or Place(self.pk, self.relative_path(viewer), "")
        return told_on(request, place, blocks, viewer, alone=alone is not None).context()

    def context_for(self, viewer: Viewer, blocks: StreamValue | None = None) -> dict[str, Any]:
        """Return what the page's template shows to a viewer; `blocks` in place of its own."""
        blocks = self.body if blocks is None else blocks
        return {
            "page": self,
            "self": self,
            "page_title": self.seo_title or self.title,
            "page_url": self.relative_path(viewer),
            "viewer": viewer,
            "block_css": assets(blocks, viewer, "css"),
            "block_js": assets(blocks, viewer, "js"),
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
