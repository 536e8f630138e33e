"""Staff at the editor's host, with these permissions."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import StaffUser


def staff(*permissions: str) -> Client:
    """Sign in somebody who may do these, and open the editor."""
    user = StaffUser.objects.create_user("staff@example.com", "a-long-password", is_staff=True)
    wanted = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client(headers={"host": "admin.localhost"})
    client.force_login(user)
    return client
