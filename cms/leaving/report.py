"""The report "Leaving": how tries to cancel came out, and the proof of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from access_rules.permissions import SEE_CUSTOMERS
from billing.leaving import SHOWN
from billing.leaving_figures import figures_of, leavings_of_portal, with_ends
from billing.models import Leaving, LeavingStep
from cms.coverage.views import Report
from cms.leaving.words import end_in_words, offer_in_words, step_in_words
from portals import clock
from portals.registry import Portal
from themes import formats

REPORT, PROOF = "portico_leaving", "portico_leaving_proof"
DAYS = (30, 90, 365)
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One try, in words. `began` is for machines that read the file, `began_on` for people."""

    began: str
    began_on: str
    customer: str
    subscription: str
    reason: str
    comment: str
    came_to: str
    offer: str
    proof: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of a proof. `page_url` leads to the page as it was then; empty: it is gone.

    `at` is for machines, in ISO 8601; `when` is for people.
    """

    at: str
    when: str
    title: str
    page: str
    page_url: str
    words: str


class OfCustomers(Report):
    """For staff who may see customers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not."""
        if not self.staff.has_perm(SEE_CUSTOMERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class LeavingView(SpreadsheetExportMixin, OfCustomers):
    """The figures of a portal, and its tries one by one."""

    template_name = "cms/leaving/report.html"
    page_title = gettext_lazy("Leaving")
    header_icon = "logout"
    export_filename = "leaving"
    export_headings: ClassVar[dict[str, Any]] = {
        "began": gettext_lazy("Began"),
        "customer": gettext_lazy("Customer"),
        "subscription": gettext_lazy("Subscription"),
        "reason": gettext_lazy("Reason"),
        "comment": gettext_lazy("Comment"),
        "came_to": gettext_lazy("Came to"),
        "offer": gettext_lazy("Offer"),
        "proof": gettext_lazy("Proof"),
    }
    list_export: ClassVar[list[str]] = list(export_headings)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report, or give it as a file."""
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        here = request.build_absolute_uri("/").rstrip("/")
        rows = [_row(one, self._portal, here) for one in self._leavings()]
        return cast("HttpResponse", self.as_spreadsheet(rows, request.GET["export"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the figures and one page of tries."""
        page = Paginator(self._leavings(), AT_ONCE).get_page(self.request.GET.get("p"))
        figures = figures_of(self._portal.host, since=self._since, now=clock.now())
        saved_by = [(offer_in_words(choice), count) for choice, count in figures.saved_by]
        return {
            **super().get_context_data(**kwargs),
            "figures": figures,
            "saved_by": saved_by,
            "rows": [_row(one, self._portal) for one in page],
            "page": page,
            "days": self._days,
            "every_days": DAYS,
        }

    @property
    def _portal(self) -> Portal:
        return cast("Portal", self.portal)

    @property
    def _days(self) -> int:
        asked = self.request.GET.get("days", "")
        return int(asked) if asked in map(str, DAYS) else DAYS[0]

    @property
    def _since(self) -> datetime:
        return clock.now() - timedelta(days=self._days)

    def _leavings(self) -> Any:
        return leavings_of_portal(self._portal.host, since=self._since, now=clock.now())


class ProofView(OfCustomers):
    """One try: what was shown and pressed, when, and on which version of which page."""

    template_name = "cms/leaving/proof.html"
    page_title = gettext_lazy("What was shown and pressed")
    header_icon = "logout"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the try, of the portal that is asked about and no other."""
        zones = {one.host: one.tz for one in self.portals}
        rows = Leaving.objects.filter(pk=self.kwargs["pk"], host__in=zones)
        rows = rows.select_related("customer", "subscription", "operation")
        leaving = with_ends(rows, now=clock.now()).first()
        if leaving is None:
            raise Http404
        steps, zone = list(leaving.steps.all()), zones[leaving.host]
        titles = _titles(steps)
        return {
            **super().get_context_data(**kwargs),
            "leaving": leaving,
            "came_to": end_in_words(leaving.__dict__["ended"]),
            "zone": str(zone),
            "steps": [_step(one, titles, zone) for one in steps],
        }


def _titles(steps: list[LeavingStep]) -> dict[int, str]:
    found = Page.objects.filter(pk__in={one.page_id for one in steps if one.page_id})
    return dict(found.values_list("pk", "title"))


def _step(step: LeavingStep, titles: dict[int, str], zone: ZoneInfo) -> StepShown:
    title = titles.get(step.page_id or 0, "")
    url = _revision_url(step) if title and step.page_revision else ""
    words = step.said if step.kind == SHOWN else ""  # of a press they stand in its sentence
    here = localtime(step.at, zone)
    when = f"{_day(here)}, {here:%H:%M:%S}"
    return StepShown(here.isoformat(), when, step_in_words(step), title or _gone(step), url, words)


def _gone(step: LeavingStep) -> str:
    return _("A page that is gone") if step.page_id else ""


def _revision_url(step: LeavingStep) -> str:
    try:
        name = "wagtailadmin_pages:revisions_view"
        return reverse(name, args=[step.page_id, step.page_revision])
    except NoReverseMatch:
        return ""


def _day(moment: datetime) -> str:
    return formats.short_date(moment.date())


def _row(one: Leaving, portal: Portal, here: str = "") -> Row:
    """One try; `here` is what stands before an address that is read outside of the editor."""
    at = localtime(one.began_at, portal.tz)
    ended = one.__dict__.get("ended") or ""
    offer = one.__dict__.get("offer") if ended == Leaving.End.SAVED else ""
    return Row(
        began=f"{at:%Y-%m-%d %H:%M}",
        began_on=f"{_day(at)}, {at:%H:%M}",
        customer=str(one.customer),
        subscription=one.subscription.title,
        reason=one.__dict__.get("reason_words") or "",
        comment=one.comment,
        came_to=end_in_words(ended),
        offer=offer_in_words(offer) if offer else "",
        proof=f"{here}{reverse(PROOF, args=[one.pk])}",
    )
