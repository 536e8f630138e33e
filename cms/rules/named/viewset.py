"""Puts named rules into the editor's menu, for staff who may edit rules."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from access_rules.models import NamedRule
from cms.rules.named.forms import NamedRuleForm
from cms.rules.named.views import (
    DeleteNamedRuleView,
    NamedRuleHistoryView,
    NamedRuleListView,
    NamedRuleView,
    NewNamedRuleView,
    UsageView,
)


class NamedRulesViewSet(ModelViewSet):
    """Named rules are made, changed, and deleted once nothing uses them any more."""

    model = NamedRule
    icon = "tag"
    menu_label = _("Named rules")
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["name"]
    search_fields = ["name", "note"]
    ordering = "name"
    index_view_class = NamedRuleListView
    add_view_class = NewNamedRuleView
    edit_view_class = NamedRuleView
    delete_view_class = DeleteNamedRuleView
    history_view_class = NamedRuleHistoryView
    usage_view_class = UsageView

    def get_form_class(self, for_update: bool = False) -> Any:
        """Ask for a rule as `NamedRuleForm` does."""
        return NamedRuleForm

    def get_usage_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the template of its own."""
        return kwargs


def named_rules_viewset() -> NamedRulesViewSet:
    """Return what is to be registered."""
    return NamedRulesViewSet("named_rules", url_prefix="named-rules")


def rule_permissions() -> QuerySet[Permission]:
    """Return what groups of staff can be given: to edit rules, and to preview as a customer."""
    own = {"content_type__app_label": "access_rules", "content_type__model": "namedrule"}
    return Permission.objects.filter(**own)
