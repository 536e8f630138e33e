"""Answering a question, asking for a copy, asking to be erased, and thinking better of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.privacy import Asked, Kind, answer, ask, take_back
from billing.worker import ask_worker
from portal_blocks.base import ActionCall, ActionRefused, ActionResult


def agree(call: ActionCall) -> ActionResult:
    """Agree to one of the merchant's questions, or no longer; as it stands on the page now."""
    key, granted = call.data.get("question", ""), call.data.get("answer") == "yes"
    question = next((one for one in call.value.get("questions") or () if one["key"] == key), None)
    if question is None:
        raise ActionRefused
    answer(_asked(call), key, question["words"], granted=granted, now=call.now)
    said = _("Thank you. You agreed.") if granted else _("Kept. You do not agree to this.")
    return ActionResult("success", said, target=key)


def copy(call: ActionCall) -> ActionResult:
    """Ask for a copy; the worker makes it."""
    request, is_new = ask(_asked(call), Kind.COPY, now=call.now)
    if is_new:
        ask_worker("cms.tasks.make_copy", str(request.pk))
    said = _("We are making your copy. Look here again in a few minutes.")
    return ActionResult("success", said, target="copy")


def erase(call: ActionCall) -> ActionResult:
    """Ask to be erased; staff decide."""
    ask(_asked(call), Kind.ERASE, now=call.now)
    said = _("We have your request, and answer within a month.")
    return ActionResult("success", said, target="erase")


def keep(call: ActionCall) -> ActionResult:
    """Take the request to be erased back."""
    if take_back(_asked(call).account_id, Kind.ERASE, now=call.now):
        return ActionResult("success", _("Your data stays as it is."), target="erase")
    return ActionResult("info", _("There is no open request."), target="erase")


def _asked(call: ActionCall) -> Asked:
    here = call.viewer.here
    if here is None:
        raise ActionRefused
    return Asked(here.account_id, call.viewer.customer_ids, call.viewer.portal.site_id)
