"""The named permissions that guard pages, blocks and actions."""

import pytest
from rules.permissions import has_perm, perm_exists

from access_rules.permissions import PERMISSIONS, register_permissions
from access_rules.presets import ACTIVE, EVERYONE
from tests.access_rules.builders import viewer


@pytest.mark.parametrize("name", PERMISSIONS)
def test_permission_asks_every_rule(name):
    assert has_perm(name, viewer("active"), [EVERYONE, ACTIVE])
    assert not has_perm(name, viewer("inactive"), [EVERYONE, ACTIVE])


@pytest.mark.parametrize("name", PERMISSIONS)
@pytest.mark.parametrize(
    "asked", [(), (None,), (viewer(),), (viewer(), None), (viewer(), []), (None, [EVERYONE])]
)
def test_permission_is_closed_when_something_is_missing(name, asked):
    assert has_perm(name, *asked) is False


def test_staff_member_is_not_taken_for_a_subject(admin_user):
    assert has_perm("access_rules.view_page", admin_user, [EVERYONE]) is False


def test_registering_twice_changes_nothing():
    register_permissions()
    register_permissions()
    assert all(perm_exists(name) for name in PERMISSIONS)
