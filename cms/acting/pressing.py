"""Carries out a press that has passed its door, unless it is one of a page gone stale."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.acting.resending import is_another
from cms.acting.undoing import is_out_of_date
from portal_blocks.base import ActionCall, ActionRefused, ActionResult, BlockAction


def carried_out(
    action: BlockAction, call: ActionCall, name: str, *, by_own_script: bool = False
) -> ActionResult | None:
    """Return what came of it, None for what no page offers to this customer.

    `name` is the action's own. A block's own script sends one form in steps, so that the same one
    may come with something else in it.
    """
    if is_out_of_date(call.data, name, call.viewer):
        words = _("This has changed since then, so nothing was undone. Here is how it stands now.")
        return ActionResult("warning", words)
    if not by_own_script and is_another(call.data):
        words = _(
            "This form was sent before, with another choice. Nothing more was done. "
            "Here is how it stands now."
        )
        return ActionResult("warning", words)
    try:
        return action.perform(call)
    except ActionRefused:
        return None
