"""Which portal is a rule for, and may this member of staff decide there?

A page belongs to the portal whose root is nearest above it. Staff may decide in the portals in
which a group of theirs may add, change or publish a page, or change the portal's settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.models import GroupSitePermission, Page
from wagtail.permissions import page_permission_policy

from access_rules.models import NamedRule
from accounts.models import StaffUser
from cms.rules.errors import Refused
from portals.registry import Portal, all_portals

ACTIONS = ("add_page", "change_page", "publish_page")


@dataclass(frozen=True, slots=True)
class Asked:
    """The portal that is asked about, and those it could be as well."""

    portal: Portal
    portals: tuple[Portal, ...]


def portals_of(user: StaffUser) -> list[Portal]:
    """Return the portals in which this person may decide, by host name."""
    portals = all_portals()
    if not user.is_active or user.is_superuser:
        return portals if user.is_active else []
    may = list(_permitted_paths(user))
    sites = set(_permitted_sites(user))
    roots = _root_paths(portals)
    return [
        portal
        for portal in portals
        if portal.site_id in sites or _is_within(roots.get(portal.root_page_id), may)
    ]


def asked_portal(user: StaffUser, asked: QueryDict) -> Asked:
    """Return the portal that `page`, `parent`, `named_rule` or `site` name, else their first one.

    Raises `Refused` for a portal that is not theirs, and for what is in no portal.
    """
    portals = _candidates(user, asked)
    if not portals:
        raise Refused(_("This belongs to no portal of yours."), status=404)
    site = _number(asked.get("site"))
    chosen = next((portal for portal in portals if portal.site_id == site), None)
    if chosen is None and asked.get("site"):
        raise Refused(_("This belongs to no portal of yours."), status=404)
    return Asked(chosen or portals[0], tuple(portals))


def portals_above(page: Page, portals: Sequence[Portal] | None = None) -> list[Portal]:
    """Return the portals whose root is nearest above `page`, or is it: mostly one."""
    portals = all_portals() if portals is None else portals
    roots = _root_paths(portals)
    above = {path for path in roots.values() if page.path.startswith(path)}
    nearest = max(above, key=len, default=None)
    return [portal for portal in portals if roots.get(portal.root_page_id) == nearest is not None]


def _candidates(user: StaffUser, asked: QueryDict) -> list[Portal]:
    portals = portals_of(user)
    if number := asked.get("page") or asked.get("parent"):
        page = Page.objects.filter(pk=_number(number)).first()
        if page is None or not _may_edit(user, page, is_new=not asked.get("page")):
            return []
        return portals_above(page, portals)
    if key := asked.get("named_rule"):
        rule = NamedRule.objects.filter(pk__in=_uuids(key)).only("shop_id").first()
        return [one for one in portals if rule is not None and one.shop_id == rule.shop_id]
    return portals


def _may_edit(user: StaffUser, page: Page, *, is_new: bool) -> bool:
    may = page.permissions_for_user(user)
    return bool(may.can_add_subpage() if is_new else may.can_edit())


def _permitted_paths(user: StaffUser) -> Iterator[str]:
    for one in page_permission_policy.get_cached_permissions_for_user(user):
        if one.permission.codename in ACTIONS:
            yield one.page.path


def _permitted_sites(user: StaffUser) -> Any:
    rows = GroupSitePermission.objects.filter(
        group__user=user, permission__codename="change_portalsettings"
    )
    return rows.values_list("site_id", flat=True)


def _root_paths(portals: Sequence[Portal]) -> dict[int, str]:
    keys = [portal.root_page_id for portal in portals]
    return dict(Page.objects.filter(pk__in=keys).values_list("pk", "path"))


def _is_within(root: str | None, permitted: Sequence[str]) -> bool:
    return root is not None and any(
        root.startswith(path) or path.startswith(root) for path in permitted
    )


def _number(value: str | None) -> int | None:
    return (
        int(value) if value and value.isascii() and value.isdecimal() and len(value) < 19 else None
    )


def _uuids(value: str) -> list[UUID]:
    try:
        return [UUID(value)]
    except ValueError:
        return []
