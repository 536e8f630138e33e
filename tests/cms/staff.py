"""Staff for tests: a superuser, and somebody who has a few permissions alone."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from accounts.models import StaffUser

EDITOR = {"host": "admin.localhost"}


def merchant() -> StaffUser:
    """Somebody who may do everything."""
    return StaffUser.objects.create_superuser("merchant@example.com", "a-long-password")


def member(page: Page, *names: str) -> StaffUser:
    """Somebody who may edit a page and all below it, and has these permissions besides."""
    user = StaffUser.objects.create_user("anna@example.com", first_name="Anna")
    group = Group.objects.create(name="Editors")
    for name in ("wagtailadmin.access_admin", *names):
        app, codename = name.split(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user.groups.add(group)
    return user


def client_of(user: StaffUser) -> Client:
    """A client in the editor, signed in."""
    client = Client(headers=EDITOR)
    client.force_login(user)
    return client
