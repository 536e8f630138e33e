"""The named permissions that django-rules holds: of viewers, and of staff over rules.

A viewer's take a subject and the rules around the thing, outermost first:
`rules.has_perm("access_rules.view_page", subject, rules)`. Staff's take a staff user, and are asked
with `user.has_perm(EDIT_RULES)`: superusers have them, others by a group that was given one of
Django's permissions named here. To add one: its line in `STAFF_PERMISSIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules.permissions import add_perm, perm_exists

from access_rules.compiling import strict_predicate
from access_rules.decisions import allows_all

VIEW_PAGE = "access_rules.view_page"
VIEW_BLOCK = "access_rules.view_block"
ACT = "access_rules.act"
PERMISSIONS = (VIEW_PAGE, VIEW_BLOCK, ACT)

EDIT_RULES = "access_rules.edit_rules"
SEE_CUSTOMERS = "access_rules.see_customers"
PREVIEW_AS_CUSTOMER = "access_rules.preview_as_customer"

STAFF_PERMISSIONS: dict[str, frozenset[str]] = {
    EDIT_RULES: frozenset({EDIT_RULES}),
    # Who may open the list of customers may read their names beside a rule too: one permission.
    SEE_CUSTOMERS: frozenset({"accounts.view_customer", "accounts.change_customer"}),
    PREVIEW_AS_CUSTOMER: frozenset({PREVIEW_AS_CUSTOMER}),
}
"""By name, Django's permissions that grant it; one is enough."""


def register_permissions() -> None:
    """Tell django-rules of the permissions; a second call changes nothing."""
    asked: dict[str, Callable[..., object]] = dict.fromkeys(PERMISSIONS, _all_allow)
    asked |= {name: _granted_by(given) for name, given in STAFF_PERMISSIONS.items()}
    for name, answer in asked.items():
        if not perm_exists(name):  # type: ignore[no-untyped-call]
            add_perm(name, strict_predicate(answer, name))  # type: ignore[no-untyped-call]


def _all_allow(subject: Any = None, around: Any = ()) -> bool:
    return allows_all(around, subject)


def _granted_by(given: frozenset[str]) -> Callable[..., bool]:
    from accounts.models import StaffUser

    def may(user: object = None, _target: object = None) -> bool:
        # `has_perm` of the user would ask django-rules again, and so this: never end.
        if not isinstance(user, StaffUser) or not user.is_active:
            return False
        return user.is_superuser or not given.isdisjoint(user.get_all_permissions())

    return may
