"""Answering a question, asking for a copy, asking to be erased, and thinking better of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.privacy import Asked, Kind, State, answer, ask, take_back
from billing.worker import ask_worker
from portal_blocks.base import ActionCall, ActionRefused, ActionResult
from portal_blocks.privacy.rows import name_of, still_running, words_of


def agree(call: ActionCall) -> ActionResult:
    """Agree to one of the merchant's questions, or no longer.

    A yes counts for the words that were read: where the merchant has changed them, it is asked
    again. A no always counts.
    """
    key, granted = call.data.get("question", ""), call.data.get("answer") == "yes"
    question = next((one for one in call.value.get("questions") or () if one["key"] == key), None)
    if question is None:
        raise ActionRefused
    asked, words = _asked(call), words_of(question)
    if granted and call.data.get("shown") != name_of(words):
        said = _("These words have changed since you opened the page. Please read them again.")
        return ActionResult("warning", said, target=key)
    answer(asked, key, words, granted=granted, now=call.now)
    said = _("Thank you. You agreed.") if granted else _("Kept. You do not agree to this.")
    return ActionResult("success", said, target=key)


def copy(call: ActionCall) -> ActionResult:
    """Ask for a copy; the worker makes it."""
    request, is_new = ask(_asked(call), Kind.COPY, now=call.now)
    if is_new:
        ask_worker("cms.tasks.make_copy", str(request.pk))
    if request.state == State.READY:
        said = _("Your copy was made within the hour, so there is no newer one.")
        return ActionResult("info", said, target="copy")
    said = _("We are making your copy.")
    return ActionResult("success", said, target="copy")


def erase(call: ActionCall) -> ActionResult:
    """Ask to be erased; staff decide. Nobody can be erased who is still charged."""
    asked = _asked(call)
    if running := list(still_running(call.viewer)):
        said = " ".join(one.sentence for one in running)
        return ActionResult("warning", said, target="erase")
    ask(asked, Kind.ERASE, now=call.now)
    said = _("We have your request, and answer within a month.")
    return ActionResult("success", said, target="erase")


def keep(call: ActionCall) -> ActionResult:
    """Take the request to be erased back."""
    if take_back(_asked(call), Kind.ERASE, now=call.now):
        return ActionResult("success", _("Your data stays as it is."), target="erase")
    return ActionResult("info", _("There is no open request."), target="erase")


def _asked(call: ActionCall) -> Asked:
    here = call.viewer.here
    if here is None:
        raise ActionRefused
    return Asked(here.account_id, call.viewer.customer_ids, call.viewer.portal.site_id)
