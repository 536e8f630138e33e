"""Everything that is wrong with who sees what, in a portal or by one page's draft."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from access_rules.names import remembered
from cms.coverage.checks import CHECKS
from cms.coverage.findings import Finding
from cms.coverage.ground import Ground
from cms.models import PortalPage
from cms.rules.portals import portals_above
from portals.registry import Portal

log = logging.getLogger(__name__)


def lint(portal: Portal, now: datetime) -> list[Finding]:
    """Return what is wrong with a portal as it is published: errors first, in the pages' order.

    The number of queries does not grow with the pages.
    """
    return _found(Ground(portal, now))


def lint_page(page: PortalPage, now: datetime) -> list[Finding]:
    """Return what would be wrong with a page if it were published as it stands there."""
    return [
        finding
        for portal in portals_above(page)
        for finding in _found(Ground(portal, now, draft=page))
        if finding.page_id == page.pk
    ]


def _by(check: Callable[[Ground], Iterator[Finding]], ground: Ground) -> list[Finding]:
    """A check that fails finds nothing: it must not keep anybody from publishing."""
    try:
        return list(check(ground))
    except Exception:
        log.exception("A check of who sees what failed: %s", check.__name__)
        return []


def _found(ground: Ground) -> list[Finding]:
    order = {page.pk: at for at, page in enumerate(ground.pages)}
    with remembered():
        found = [one for check in CHECKS for one in _by(check, ground)]
        return sorted(found, key=lambda one: (not one.is_error, order.get(one.page_id or 0, -1)))
