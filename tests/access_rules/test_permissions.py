"""The named permissions that guard pages, blocks and actions, and those of staff."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from rules.permissions import has_perm, perm_exists
from wagtail import hooks

from access_rules.permissions import (
    EDIT_RULES,
    PERMISSIONS,
    PREVIEW_AS_CUSTOMER,
    SEE_CUSTOMERS,
    STAFF_PERMISSIONS,
    register_permissions,
)
from access_rules.presets import ACTIVE, EVERYONE
from accounts.models import StaffUser
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


def _staff(*codenames: str, **fields: bool) -> StaffUser:
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("name", STAFF_PERMISSIONS)
def test_superusers_have_staffs_permissions(name):
    assert _staff(is_superuser=True).has_perm(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "codename"),
    [
        (EDIT_RULES, "edit_rules"),
        (PREVIEW_AS_CUSTOMER, "preview_as_customer"),
        (SEE_CUSTOMERS, "view_customer"),
        (SEE_CUSTOMERS, "change_customer"),
    ],
)
def test_staff_have_what_they_were_given_and_nothing_else(name, codename):
    user = _staff(codename)
    assert [one for one in STAFF_PERMISSIONS if user.has_perm(one)] == [name]


@pytest.mark.django_db
@pytest.mark.parametrize("name", STAFF_PERMISSIONS)
def test_somebody_who_left_has_no_permission(name):
    assert not _staff(is_superuser=True, is_active=False).has_perm(name)


@pytest.mark.parametrize("name", STAFF_PERMISSIONS)
@pytest.mark.parametrize("who", [None, AnonymousUser(), "staff", viewer()])
def test_whoever_is_no_staff_has_no_permission(name, who):
    assert has_perm(name, who) is False


@pytest.mark.django_db
@pytest.mark.parametrize("name", [EDIT_RULES, PREVIEW_AS_CUSTOMER])
def test_a_group_can_be_given_the_permission(name):
    """Wagtail's form for groups offers what is registered with it."""
    registered = Permission.objects.none()
    for register in hooks.get_hooks("register_permissions"):
        registered |= register()
    assert registered.filter(codename=name.partition(".")[2]).exists()
