"""Who may do what with named rules: whoever may edit rules, in the shops of their own portals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from access_rules.models import NamedRule
from access_rules.permissions import EDIT_RULES
from accounts.models import StaffUser
from cms.rules.portals import portals_of
from portals.models import Shop


class NamedRulePolicy(ModelPermissionPolicy):
    """One permission for all: seeing who meets a rule and changing it belong together."""

    def _get_permission_codename(self, _action: str) -> str:
        return EDIT_RULES.partition(".")[2]

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether this rule is of a shop of theirs."""
        may = bool(self.user_has_permission(user, action))
        return may and instance.shop_id in shop_ids_of(user)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[NamedRule]:
        """Return the rules of their shops."""
        shops = shop_ids_of(user) if self.user_has_any_permission(user, actions) else set()
        return NamedRule.objects.filter(shop__in=shops)


def shop_ids_of(user: StaffUser) -> set[int]:
    """Return the shops behind this person's portals."""
    return {portal.shop_id for portal in portals_of(user)}


def shops_of(user: StaffUser) -> QuerySet[Shop]:
    """Return the shops behind this person's portals, by name."""
    return Shop.objects.filter(pk__in=shop_ids_of(user)).order_by("name")
