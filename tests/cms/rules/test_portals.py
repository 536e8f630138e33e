from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.http import QueryDict
from wagtail.models import GroupSitePermission, Page

from cms.rules.errors import Refused
from cms.rules.portals import asked_portal, portals_above, portals_of
from tests.pages import make_home, make_page


def hosts(portals) -> list[str]:
    return [portal.host for portal in portals]


def test_a_superuser_decides_everywhere(chief, portals):
    assert hosts(portals_of(chief.user)) == ["club.localhost", "shop.localhost"]


def test_others_decide_where_they_may_edit_a_page(staff, portals, club):
    assert hosts(portals_of(staff("edit_rules", portals=(club,)).user)) == ["club.localhost"]
    assert portals_of(staff("edit_rules").user) == []


def test_whoever_may_edit_one_page_of_a_portal_decides_there(staff, shop):
    home = make_home(shop)
    inner = make_page(Page.objects.get(pk=home.pk), "inner")
    assert hosts(portals_of(staff(portals=(inner,)).user)) == ["shop.localhost"]


def test_whoever_may_change_a_portals_settings_decides_there(staff, shop):
    user = staff().user
    permission = Permission.objects.get(codename="change_portalsettings")
    group = Group.objects.get(user=user)
    GroupSitePermission.objects.create(group=group, site_id=shop.site_id, permission=permission)
    assert hosts(portals_of(user)) == ["shop.localhost"]


def test_somebody_who_left_decides_nowhere(chief, portals):
    chief.user.is_active = False
    assert portals_of(chief.user) == []


def test_a_page_is_of_the_portal_whose_first_page_is_nearest_above(shop, club):
    page = make_page(Page.objects.get(pk=club.root_page_id), "inner")
    assert hosts(portals_above(page)) == ["club.localhost"]
    assert portals_above(Page.get_first_root_node()) == []


@pytest.mark.parametrize("asked", ["site={site}", "page={page}", "parent={page}"])
def test_a_portal_is_named_by_its_site_or_a_page(chief, shop, club, asked):
    where = QueryDict(asked.format(site=club.site_id, page=club.root_page_id))
    assert asked_portal(chief.user, where).portal.host == "club.localhost"


def test_a_named_rule_is_of_its_shops_portals(chief, gold, other):
    found = asked_portal(chief.user, QueryDict(f"named_rule={gold.pk}"))
    assert hosts(found.portals) == ["club.localhost", "shop.localhost"]


@pytest.mark.parametrize(
    "asked",
    ["page={page}", "parent={page}", "site={site}", "named_rule={rule}", "page=x", "site=0"],
)
def test_what_is_not_theirs_is_not_there(staff, shop, other, gold, asked):
    user = staff("edit_rules", portals=(other,)).user
    ids = {"page": shop.root_page_id, "site": shop.site_id, "rule": gold.pk}
    with pytest.raises(Refused) as refused:
        asked_portal(user, QueryDict(asked.format(**ids)))
    assert refused.value.status == 404


def test_whoever_may_edit_nothing_is_told_of_no_portal(staff, portals):
    with pytest.raises(Refused):
        asked_portal(staff("edit_rules").user, QueryDict(""))


def test_a_page_they_may_not_edit_is_not_there_though_another_of_its_portal_is(staff, shop):
    home = make_home(shop)
    inner = make_page(Page.objects.get(pk=home.pk), "inner")
    user = staff("edit_rules", portals=(inner,)).user
    assert asked_portal(user, QueryDict(f"page={inner.pk}")).portal.host == "shop.localhost"
    with pytest.raises(Refused):
        asked_portal(user, QueryDict(f"page={home.pk}"))
