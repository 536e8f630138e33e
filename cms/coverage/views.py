"""The two reports: who sees what as a table, and what is wrong with it."""

from __future__ import annotations

import csv
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from access_rules.permissions import EDIT_RULES, SEE_CUSTOMERS
from accounts.models import StaffUser
from billing.sources.formulas import escaped
from cms.coverage.findings import Finding
from cms.coverage.ground import Ground
from cms.coverage.links import check_url, table_url
from cms.coverage.linting import lint
from cms.coverage.mending import CannotMend, found_again, mend
from cms.coverage.table import Table, coverage
from cms.rules.portals import portals_of
from portals import clock
from portals.registry import Portal


class OfPortal:
    """A view of one portal at a time, of those that are this member of staff's."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever has none, and portals that are not theirs."""
        if self.portal is None:
            raise PermissionDenied
        with timezone.override(self.portal.tz):
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            if hasattr(answer, "render"):
                answer.render()
        return answer

    @property
    def staff(self) -> StaffUser:
        """Who asks."""
        return cast("StaffUser", self.request.user)

    @cached_property
    def portals(self) -> list[Portal]:
        """The portals there are to choose from."""
        return portals_of(self.staff)

    @cached_property
    def portal(self) -> Portal | None:
        """The one that is asked about, else the first; None for one that is not theirs."""
        asked = self.request.POST.get("portal") or self.request.GET.get("portal", "")
        if not asked:
            return self.portals[0] if self.portals else None
        return next((one for one in self.portals if str(one.site_id) == asked), None)


class Report(OfPortal, WagtailAdminTemplateMixin, TemplateView):
    """A report with a choice of portals above it."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the place."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the portals; the report itself is each view's own."""
        portal, portals = self.portal, self.portals
        return {**super().get_context_data(**kwargs), "portal": portal, "portals": portals}


class CoverageView(Report):
    """Pages and states."""

    template_name = "cms/coverage/table.html"
    page_title = gettext_lazy("Who sees what")
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the table, or give it as a file."""
        if request.GET.get("export") == "csv":
            return _as_csv(self.table(), cast("Portal", self.portal))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the table."""
        portal = cast("Portal", self.portal)
        return {
            **super().get_context_data(**kwargs),
            "table": self.table(),
            "may_ask_why": self.staff.has_perm(SEE_CUSTOMERS),
            "check_url": check_url(portal),
            "export_url": f"{table_url(portal)}&export=csv",
        }

    def table(self) -> Table:
        """Return the table of the portal that is asked about."""
        return coverage(Ground(cast("Portal", self.portal), clock.now()))


class CheckView(Report):
    """What is wrong, and how to mend it."""

    template_name = "cms/coverage/check.html"
    page_title = gettext_lazy("Access check")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the findings."""
        portal = cast("Portal", self.portal)
        found: list[Finding] = lint(portal, clock.now())
        return {
            **super().get_context_data(**kwargs),
            "errors": [one for one in found if one.is_error],
            "warnings": [one for one in found if not one.is_error],
            "may_mend": self.staff.has_perm(EDIT_RULES),
            "table_url": table_url(portal),
        }


class MendView(OfPortal, View):
    """Mends one finding, by POST alone."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mend it, and say what came of it."""
        portal = cast("Portal", self.portal)
        asked = {name: request.POST.get(name, "") for name in ("code", "page", "block")}
        try:
            mend(found_again(portal, clock.now(), **asked), self.staff)
        except CannotMend as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Mended, and published."))
        return redirect(check_url(portal))


def _as_csv(table: Table, portal: Portal) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="who-sees-what-{portal.host}.csv"'
    rows = csv.writer(response)
    rows.writerow([_("Page"), _("Address"), *(escaped(one.label) for one in table.people)])
    for row in table.rows:
        cells = [row.page.title, row.page.node.url, *(cell.words for cell in row.cells)]
        rows.writerow([escaped(cell) for cell in cells])
    return response
