"""The list of named rules, one rule, where it is used, and deleting one that nothing uses."""

from __future__ import annotations

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter, log

from access_rules.audience import audience_q
from access_rules.models import NamedRule
from access_rules.names import remembered
from billing.models import CustomerFacts
from cms.rules.asking import in_words
from cms.rules.bounded import TookTooLong, bounded
from cms.rules.counting import admitted_q
from cms.rules.portals import portals_of
from cms.rules.usage import Use, uses_of_rules
from portals import clock

CHANGED = "portico.change_rule"
SECONDS = 3.0
"""For all the rules on a page of the list."""
LEAST = 0.02
"""For one of them, however long the others took."""


class OfOwnShop:
    """Only rules of the shops whose portals this person may edit; the others are not there."""

    def get_object(self, *args: Any, **kwargs: Any) -> NamedRule:
        """Return the rule; 404 for another shop's."""
        found: NamedRule = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.user_has_permission_for_instance("change", found):  # type: ignore[attr-defined]
            raise Http404
        return found


class NamedRuleListView(generic.IndexView):
    """All named rules by name: in words, how many customers meet them, and where they are used."""

    any_permission_required = ["change"]
    usage_url_name = ""

    @cached_property
    def columns(self) -> list[Column]:
        """What is told of a rule."""
        return [
            self._get_title_column("name", width="22%"),
            Column("sentence", label=_("Who meets it"), accessor=self._sentence, width="38%"),
            Column("count", label=_("Customers"), accessor=self._count, width="12%"),
            TitleColumn(
                "uses",
                label=_("Used"),
                accessor=self._used,
                get_url=lambda rule: reverse(self.usage_url_name, args=[rule.pk]),
                width="12%",
            ),
            DateColumn("changed_at", label=_("Changed"), sort_key="changed_at", width="12%"),
        ]

    def get_base_queryset(self) -> Any:
        """List the rules of this person's shops."""
        rows = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return rows.select_related("shop")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """Ask for each name once, in all sentences together."""
        response = super().render_to_response(context, **kwargs)
        with remembered():
            return response.render() if hasattr(response, "render") else response

    @cached_property
    def _uses(self) -> dict[Any, list[Use]]:
        return uses_of_rules()

    def _used(self, rule: NamedRule) -> str:
        count = len(self._uses.get(rule.pk, []))
        if not count:
            return _("nowhere")
        return ngettext("in %(n)d place", "in %(n)d places", count) % {"n": count}

    def _sentence(self, rule: NamedRule) -> str:
        return in_words(rule.rule)

    @cached_property
    def _portals(self) -> dict[int, Any]:
        # Where a shop has several portals: one that lets all its customers in, if there is one.
        portals = sorted(portals_of(self.request.user), key=lambda one: not one.is_membership)
        return {one.shop_id: one for one in portals}

    @cached_property
    def _until(self) -> float:
        return time.monotonic() + SECONDS

    def _count(self, rule: NamedRule) -> Any:
        portal = self._portals[rule.shop_id]
        try:
            with bounded(max(self._until - time.monotonic(), LEAST)):
                met = audience_q(rule.rule, portal, clock.now())
                count = CustomerFacts.objects.filter(admitted_q(portal), met).count()
        except TookTooLong:
            return _("not counted")
        return number_format(count, force_grouping=True)


class NewNamedRuleView(generic.CreateView):
    """Asks for a new rule."""

    page_title = gettext_lazy("New named rule")
    success_message = gettext_lazy("The rule “%(object)s” can be used in other rules now.")

    def save_instance(self) -> NamedRule:
        """Save it, and keep in the log what it asks."""
        rule: NamedRule = super().save_instance()
        log(rule, CHANGED, user=self.request.user, data={"before": None, "after": rule.rule})
        return rule


class NamedRuleView(OfOwnShop, generic.EditView):
    """One rule: its name, and what it asks."""

    success_message = gettext_lazy("The rule “%(object)s” was saved. It holds from now on.")

    def save_instance(self) -> NamedRule:
        """Save it, and keep in the log what it asked before."""
        before = NamedRule.objects.values_list("rule", flat=True).get(pk=self.object.pk)
        rule: NamedRule = super().save_instance()
        if before != rule.rule:
            data = {"before": before, "after": rule.rule}
            log(rule, CHANGED, user=self.request.user, data=data, content_changed=True)
        return rule

    def get_usage_url(self) -> None:
        """Show no count of Wagtail's own index, which knows nothing of rules."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to what uses the rule."""
        url = reverse(self.usage_url_name, args=[self.object.pk])
        used = Button(_("Where it is used"), url=url, icon_name="view", priority=20)
        return [used, *super().header_more_buttons]


class UsageView(
    OfOwnShop, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView
):
    """Everything that uses one rule, with links."""

    permission_required = "change"
    template_name = "cms/rules/usage.html"
    page_title = gettext_lazy("Where it is used")
    header_icon = "view"
    index_url_name = edit_url_name = delete_url_name = usage_url_name = ""

    def get_page_subtitle(self) -> str:
        """Name the rule."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the rule and the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Named rules")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the uses."""
        uses = uses_of_rules().get(self.object.pk, [])
        delete_url = reverse(self.delete_url_name, args=[self.object.pk])
        return {**super().get_context_data(**kwargs), "uses": uses, "delete_url": delete_url}


class DeleteNamedRuleView(OfOwnShop, generic.DeleteView):
    """Asks first, and deletes a rule that nothing uses."""

    success_message = gettext_lazy("The rule “%(object)s” was deleted.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to what uses the rule, as long as anything does."""
        may = self.user_has_permission_for_instance("delete", self.object)
        if may and uses_of_rules().get(self.object.pk):
            messages.error(request, _("This rule is in use, so it cannot be deleted."))
            return redirect(self.usage_url_name, self.object.pk)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_usage(self) -> None:
        """Wagtail's own index knows nothing of rules; `dispatch` has looked."""

    def get_usage_url(self) -> str:
        """Have the template not count it again."""
        return ""


class NamedRuleHistoryView(OfOwnShop, history.HistoryView):
    """Who changed a rule, when, and from what to what."""


class ChangeFormatter(LogFormatter):
    """Says in words what a rule asked before and asks now."""

    label = gettext_lazy("Change a rule")

    def format_message(self, log_entry: Any) -> str:
        """Return the rule before and after as sentences."""
        data = log_entry.data or {}
        if data.get("before") is None:
            return _("Made as “%(after)s”") % {"after": in_words(data.get("after"))}
        told = {name: in_words(data.get(name)) for name in ("before", "after")}
        return _("Changed from “%(before)s” to “%(after)s”") % told


def register_rule_actions(actions: Any) -> None:
    """Name what Wagtail's log says of named rules."""
    actions.register_action(CHANGED)(ChangeFormatter)
