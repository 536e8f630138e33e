from __future__ import annotations

from wagtail.permissions import policy_registry

from access_rules.models import NamedRule
from cms.rules.policy import NamedRulePolicy, shops_of


def policy() -> NamedRulePolicy:
    found = policy_registry.get_by_type(NamedRule)
    assert isinstance(found, NamedRulePolicy)
    return found


def test_whoever_edits_rules_has_those_of_their_own_shops(staff, shop, other, gold):
    mine, theirs = (staff("edit_rules", portals=(one,)).user for one in (shop, other))
    assert list(policy().instances_user_has_permission_for(mine, "change")) == [gold]
    assert list(policy().instances_user_has_permission_for(theirs, "change")) == []
    assert policy().user_has_permission_for_instance(mine, "delete", gold)
    assert not policy().user_has_permission_for_instance(theirs, "change", gold)


def test_others_have_none(staff, shop, gold):
    user = staff("view_customer", portals=(shop,)).user
    assert not policy().user_has_permission(user, "view")
    assert list(policy().instances_user_has_permission_for(user, "change")) == []


def test_those_who_may_are_found(staff, chief, shop):
    editor = staff("edit_rules", portals=(shop,)).user
    staff(portals=(shop,))
    assert set(policy().users_with_permission("change")) == {editor, chief.user}


def test_shops_are_those_behind_their_portals(staff, portals, other):
    user = staff(portals=portals).user
    assert [shop.name for shop in shops_of(user)] == ["Greenhouse"]
