"""Signing out elsewhere."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.session_list import Here, end_other_sessions, end_session
from portal_blocks.base import ActionCall, ActionRefused, ActionResult


def end(call: ActionCall) -> ActionResult:
    """End one session of the viewer's own account, other than this one."""
    here = _here(call)
    try:
        sid = uuid.UUID(call.data.get("session", ""))
    except ValueError:
        raise ActionRefused from None
    if sid == here.sid:
        raise ActionRefused  # the button for this one is “Sign out”
    if end_session(here, sid):
        return ActionResult("success", _("You are signed out there."))
    return ActionResult("info", _("You were signed out there already."))


def end_others(call: ActionCall) -> ActionResult:
    """End every other session."""
    count = end_other_sessions(_here(call), now=timezone.now())
    if not count:
        return ActionResult("info", _("You are signed in nowhere else."))
    words = ngettext(
        "You are signed out in %(count)d other place.",
        "You are signed out in %(count)d other places.",
        count,
    )
    return ActionResult("success", words % {"count": count})


def _here(call: ActionCall) -> Here:
    if call.viewer.here is None:
        raise ActionRefused
    return call.viewer.here
