"""The demo's page: addresses, people, the clock, and what happens while it runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.demo import clock
from cms.demo.panel.happenings import latest
from cms.demo.people import DemoPerson, demo_people

SPANS = {1: gettext_lazy("A day"), 7: gettext_lazy("A week"), 30: gettext_lazy("A month")}


class DemoView(WagtailAdminTemplateMixin, TemplateView):
    """Where everything is, and a clock."""

    template_name = "cms/demo/demo.html"
    page_title = gettext_lazy("Demo")
    header_icon = "desktop"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": gettext_lazy("Demo")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people and the clock."""
        return {
            **super().get_context_data(**kwargs),
            "people": _people(),
            "stripe": settings.STRIPE_API_BASE,
            "spans": SPANS.items(),
            **_running(),
        }


@require_GET
def happenings(request: HttpRequest) -> HttpResponse:
    """Show the clock and what happened last, for the page to put in place."""
    return render(request, "cms/demo/happenings.html", _running())


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the demo's time ahead; there is none outside a demo."""
    if not settings.DEMO:
        raise Http404
    try:
        days = int(request.POST.get("days", ""))
    except ValueError:
        raise Http404 from None
    if days not in SPANS:
        raise Http404
    if not clock.begin(days):
        messages.warning(request, _("The clock is being moved already."))
    return redirect(reverse("demo_panel"))


def _people() -> list[tuple[DemoPerson, list[tuple[str, str]]]]:
    """Return everybody once, with the portals that let them in: host and where to sign in."""
    found: dict[str, tuple[DemoPerson, list[tuple[str, str]]]] = {}
    for person in sorted(demo_people(), key=lambda one: one.portal, reverse=True):
        _first, portals = found.setdefault(person.email, (person, []))
        if person.admitted:
            portals.append((person.portal, f"{address_of(person.portal)}sign-in/"))
    return list(found.values())


def address_of(host: str) -> str:
    """Return where a portal of the demo begins."""
    return f"http://{host}:{settings.PORT}/"


def _running() -> dict[str, Any]:
    return {"clock": clock.state(), "happenings": latest()}
