"""Mends a finding by one click: publishes the page anew, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from access_rules.permissions import EDIT_RULES
from access_rules.presets import EVERYONE
from accounts.models import StaffUser
from cms.coverage.findings import Action, Finding
from cms.coverage.linting import lint
from cms.models import PortalPage
from cms.pages.portal_page import WhenDenied
from cms.rules.blocks import RULE, placed
from portals.registry import Portal


class CannotMend(Exception):
    """It is not mended; `message` says why, for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def mend(asked: Finding | None, user: StaffUser) -> None:
    """Mend a finding and publish its page; raises `CannotMend`, having changed nothing."""
    if asked is None or asked.mend.action is None:
        raise CannotMend(_("This is mended already, or is another finding by now."))
    with transaction.atomic():
        page = PortalPage.objects.select_for_update(of=("self",)).get(pk=asked.page_id)
        if not user.has_perm(EDIT_RULES) or not page.permissions_for_user(user).can_publish():
            raise CannotMend(_("You may not change who sees this page."))
        if page.has_unpublished_changes:
            raise CannotMend(_("This page has changes that are not published. Mend it there."))
        _ACTIONS[asked.mend.action](page, asked)
        page.save_revision(user=user, log_action=True).publish(user=user)


def found_again(
    portal: Portal, now: datetime, *, code: str, page: str, block: str
) -> Finding | None:
    """Return the finding that is meant, as it is now; None where there is none any more."""
    asked = (code, page, block)
    found = (one for one in lint(portal, now) if (one.code, str(one.page_id), one.block) == asked)
    return next(found, None)


def _for_everyone(page: PortalPage, finding: Finding) -> None:
    if not finding.block:
        page.visibility = dict(EVERYONE)
    for stream in (page.body, page.teaser):
        for one in placed(stream):
            if finding.block and one.id == finding.block:
                one.value[RULE] = dict(EVERYONE)


def _home_instead(page: PortalPage, _finding: Finding) -> None:
    page.when_denied = WhenDenied.HOME


_ACTIONS: dict[Action, Callable[[PortalPage, Finding], None]] = {
    Action.FOR_EVERYONE: _for_everyone,
    Action.HOME_INSTEAD: _home_instead,
}
