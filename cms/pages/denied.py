"""What the editor asks about those who may not see a page: the panel, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page, Site

from cms.rules.checking import RulesOfPage


def denied_panel() -> MultiFieldPanel:
    """Return the panel; what is of no use with the answer chosen is hidden by Wagtail's script."""
    return MultiFieldPanel(
        [
            FieldPanel(
                "when_signed_out",
                heading=_("Whoever is signed out"),
                widget=forms.RadioSelect,
            ),
            FieldPanel("when_denied", heading=_("Everybody else"), widget=forms.RadioSelect),
            PageChooserPanel(
                "denied_page",
                heading=_("The other page"),
                help_text=_("Whoever may not see that one either is told “not found”."),
                attrs=_shown_with("page"),
            ),
            FieldPanel(
                "teaser",
                heading=_("Teaser"),
                help_text=_(
                    "Shown below the page's title, each block to whom it is for. Nothing else of "
                    "the page is shown."
                ),
                attrs=_shown_with("teaser"),
            ),
        ],
        heading=_("Whoever may not see it"),
        help_text=_("“Not found” is the one answer that does not tell that there is such a page."),
        attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
    )


def _shown_with(answer: str) -> dict[str, str]:
    rule = json.dumps({"when_denied": [answer]})
    return {"data-w-rules-target": "show", "data-w-rules": rule}


class PortalPageForm(RulesOfPage, WagtailAdminPageForm):
    """The form of a portal page: leads nobody out of the portal, or back to where they are."""

    def clean(self) -> dict[str, Any]:
        """Refuse another page that is none, or not of this portal."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("when_denied") != "page":
            return cleaned
        other: Page | None = cleaned.get("denied_page")
        if other is None:
            self.add_error("denied_page", _("Choose the page they go to."))
        elif other.pk == self.instance.pk:
            self.add_error("denied_page", _("Choose another page than this one."))
        elif not self._is_of_this_portal(other):
            self.add_error("denied_page", _("Choose a page of this portal."))
        return cleaned

    def _is_of_this_portal(self, other: Page) -> bool:
        """Whether both stand below the first page of one portal; a page below none has no say."""
        path = self.instance.path or (self.parent_page.path if self.parent_page else "")
        roots = Site.objects.values_list("root_page__path", flat=True)
        above = [root for root in roots if path.startswith(root)]
        return not above or any(other.path.startswith(root) for root in above)
