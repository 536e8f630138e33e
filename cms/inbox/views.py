"""The list of events, one event, and the question whether to try it again."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib.admin.utils import quote, unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from billing.models import StripeEvent
from billing.webhooks.inbox import RETRIED, try_again
from cms.inbox.whose import events_for

SEEN = ["view", "change"]
WORDS = 20  # of an error in the list
LABELS = {
    "type": gettext_lazy("What happened"),
    "object_id": gettext_lazy("Object"),
    "customer_id": gettext_lazy("Customer"),
    "state": gettext_lazy("State"),
    "error": gettext_lazy("What went wrong"),
    "attempts": gettext_lazy("Tries"),
    "created_at": gettext_lazy("Happened"),
    "received_at": gettext_lazy("Received"),
    "next_try_at": gettext_lazy("Next try"),
    "processed_at": gettext_lazy("Done"),
    "api_version": gettext_lazy("API version"),
    "id": gettext_lazy("Event"),
}
"""What is shown of an event, in this order."""


def _is_retried(event: StripeEvent) -> bool:
    return event.state in RETRIED


def _short_error(event: StripeEvent) -> str:
    return Truncator(event.error).words(WORDS)


class EventListView(generic.IndexView):
    """All events about this person's shops, the newest first."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Stripe events")
    try_again_url_name = ""
    columns_ = (
        Column("object_id", label=gettext_lazy("Object"), width="18%"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=_is_retried,
            width="13%",
        ),
        Column("error", label=gettext_lazy("What went wrong"), accessor=_short_error),
        DateColumn(
            "received_at", label=gettext_lazy("Received"), sort_key="received_at", width="12%"
        ),
    )

    def get_base_queryset(self) -> QuerySet[StripeEvent]:
        """Leave out those of other shops."""
        found: QuerySet[StripeEvent] = super().get_base_queryset()
        return found.filter(events_for(self.request.user))

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of an event: what happened, to what, and what became of it."""
        title = self._get_title_column("type", width="30%")
        return [title, *self.columns_]

    def get_list_more_buttons(self, instance: StripeEvent) -> list[Any]:
        """Offer to look at an event, and to try it again if it failed."""
        buttons = super().get_list_more_buttons(instance)
        if _is_retried(instance) and self.user_has_permission("change"):
            buttons.append(_try_again_button(self.try_again_url_name, instance))
        return cast("list[Any]", buttons)


class EventView(generic.InspectView):
    """One event."""

    any_permission_required = SEEN
    page_title = gettext_lazy("Stripe event")
    fields = list(LABELS)
    try_again_url_name = ""

    header_more_buttons: ClassVar[list[Button]] = []

    def get_object(self, queryset: QuerySet[StripeEvent] | None = None) -> StripeEvent:
        """Return it, if it is about a shop of this member of staff's."""
        rows = StripeEvent.objects.all() if queryset is None else queryset
        return get_object_or_404(rows, events_for(self.request.user), pk=unquote(self.pk))

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer to try it again if it failed."""
        if not (_is_retried(self.object) and self.user_has_permission("change")):
            return []
        url = _try_again_url(self.try_again_url_name, self.object)
        return [HeaderButton(_("Try again"), url=url, icon_name="rotate")]

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Leave out what there is nothing to say about."""
        fields = super().get_fields_context()
        return [field for field in fields if field["value"] not in {None, ""}]

    def get_field_label(self, field_name: str, field: object) -> str:
        """Say in words what a field is."""
        return str(LABELS[field_name])


class TryAgainView(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView
):
    """Asks first, then has the worker begin anew with one event."""

    model = StripeEvent
    permission_required = "change"
    template_name = "cms/inbox/try_again.html"
    page_title = gettext_lazy("Try again")
    header_icon = "rotate"
    index_url_name = ""
    inspect_url_name = ""

    def get_base_object_queryset(self) -> QuerySet[StripeEvent]:
        """Find those about this member of staff's shops."""
        rows: QuerySet[StripeEvent] = super().get_base_object_queryset()
        return rows.filter(events_for(self.request.user))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not; lead away from an event that has not failed."""
        if self.user_has_permission("change") and not _is_retried(self.object):
            messages.warning(request, _("This event has not failed, or is being tried again."))
            return self._back()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        """Hand it to the worker."""
        if try_again(self.object.pk):
            messages.success(request, _("The event is being tried again."))
        return self._back()

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the event and to the list."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        above = {"url": reverse(self.index_url_name), "label": _("Stripe events")}
        event = {"url": self.inspect_url, "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, above, event, here]

    @property
    def inspect_url(self) -> str:
        """Where the event is shown."""
        return reverse(self.inspect_url_name, args=(quote(self.object.pk),))

    def _back(self) -> HttpResponseRedirect:
        return redirect(self.index_url_name)


def _try_again_button(url_name: str, event: StripeEvent) -> Button:
    url = _try_again_url(url_name, event)
    return Button(_("Try again"), url=url, icon_name="rotate", priority=10)


def _try_again_url(url_name: str, event: StripeEvent) -> str:
    return reverse(url_name, args=(quote(event.pk),))
