"""The named permissions that guard pages, blocks and actions, held by django-rules.

Each takes a subject and the rules around the thing, outermost first:
`rules.has_perm("access_rules.view_page", subject, rules)`.
"""

from __future__ import annotations

from typing import Any

from rules.permissions import add_perm, perm_exists

from access_rules.compiling import strict_predicate
from access_rules.decisions import allows_all

VIEW_PAGE = "access_rules.view_page"
VIEW_BLOCK = "access_rules.view_block"
ACT = "access_rules.act"
PERMISSIONS = (VIEW_PAGE, VIEW_BLOCK, ACT)


def register_permissions() -> None:
    """Tell django-rules of the permissions; a second call changes nothing."""
    for name in PERMISSIONS:
        if not perm_exists(name):  # type: ignore[no-untyped-call]
            add_perm(name, strict_predicate(_all_allow, name))  # type: ignore[no-untyped-call]


def _all_allow(subject: Any = None, around: Any = ()) -> bool:
    return allows_all(around, subject)
