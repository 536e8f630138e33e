"""The Why panel: somebody, a page, a day; what they see of it, and because of what."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from access_rules.permissions import SEE_CUSTOMERS
from accounts.models import StaffUser
from cms.previewing.links import preview_url
from cms.why.asked import Asked
from cms.why.deciding import PageDecision, page_decision, page_decisions
from cms.why.links import why_url
from cms.why.words import Outcome, outcome_of
from portals import clock


class WhyView(WagtailAdminTemplateMixin, TemplateView):
    """For staff who may see customers, in the portals that are theirs."""

    template_name = "cms/why/why.html"
    page_title = _("Why they see it")
    header_icon = "help"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not see customers."""
        if not request.user.has_perm(SEE_CUSTOMERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the place."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Answer what is asked, in the portal's time zone."""
        asked = Asked(self.request.GET, cast("StaffUser", self.request.user), clock.now())
        answer = _answer(asked) if asked.person else {}
        return {**super().get_context_data(**kwargs), "asked": asked, **answer}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """Draw it there, too: facts are put into words when they are read."""
        response: Any = super().render_to_response(context, **kwargs)
        portal = context["asked"].portal
        with timezone.override(portal.tz if portal else None):
            return response.render()


def _answer(asked: Asked) -> dict[str, Any]:
    person, portal = asked.person, asked.portal
    if person is None or portal is None:
        return {}
    with timezone.override(portal.tz):
        if asked.page is None:
            return {"pages": [_row(one, asked) for one in page_decisions(person.viewer)]}
        decision = page_decision(asked.page, person.viewer)
    may = asked.may_preview
    return {
        "decision": decision,
        "outcome": outcome_of(decision),
        "all_url": why_url(person.mode, portal),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[asked.page.pk]),
        "preview_url": preview_url(person.mode, portal, asked.page.pk) if may else "",
    }


def _row(decision: PageDecision, asked: Asked) -> tuple[PageDecision, Outcome, str]:
    person, portal = asked.person, asked.portal
    url = why_url(person.mode, portal, decision.page_id) if person and portal else ""
    return decision, outcome_of(decision), url
