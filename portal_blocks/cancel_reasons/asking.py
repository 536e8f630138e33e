"""The reasons as they are stored, and what the button does with the one that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import slugify

from billing.leaving import REASON
from portal_blocks.base import ActionCall, ActionResult
from portal_blocks.leaving.presses import noted, pressed, subscription_in
from portal_blocks.leaving.way import next_url

MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its short name, its words, which of Stripe's it means, and its next page."""

    key: str
    words: str
    means: str
    page: Any = None


def reasons_of(value: Mapping[str, Any]) -> list[Reason]:
    """Return the reasons of a block; one without a name of its own is named after its words."""
    return [_reason(one, at) for at, one in enumerate(value.get("reasons") or (), 1)]


def choose(call: ActionCall) -> ActionResult:
    """Keep the reason, if one was given, and lead on by it. What is none of them is none given."""
    subscription = subscription_in(call)
    asked = call.data.get("reason", "")
    found = next((one for one in reasons_of(call.value) if one.key == asked), None)
    comment = _words_of(call) if call.value["ask_comment"] else ""
    means, words = (found.means, found.words) if found else ("", "")
    press = pressed(call, REASON, choice=means, said=words)
    noted(call, subscription, replace(press, reason=asked if found else "", comment=comment))
    page = (found.page if found else None) or call.value.get("next")
    return ActionResult("info", "", url=next_url(page, call.viewer, subscription))


def _words_of(call: ActionCall) -> str:
    """What was written, without what no database keeps."""
    return call.data.get("comment", "")[:MOST_WORDS].replace("\x00", "").strip()


def _reason(one: Mapping[str, Any], at: int) -> Reason:
    key = one.get("key") or slugify(one["words"])[:60] or f"reason-{at}"
    return Reason(key, one["words"], one.get("means") or "other", one.get("next"))
