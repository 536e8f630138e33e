"""What came of a decision, in words: for the panel, the bar over a preview, and the shell."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.gate import Denial, Gets
from cms.why.deciding import PageDecision


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sees`: whether they see the page. `gets`: what they get where they do not."""

    sees: bool
    sentence: str
    reason: str
    gets: str


def outcome_of(decision: PageDecision) -> Outcome:
    """Return what somebody sees at a page, and why."""
    if not decision.around:
        return Outcome(False, _("Nobody sees this page."), _not_reached(decision), "")  # noqa: FBT003
    if not decision.is_reached:
        seen = _("They will see this page once it is published.")
        hidden = _("They will not see this page once it is published.")
        sentence = seen if decision.allowed else hidden
        return Outcome(decision.allowed, sentence, decision.reason, "")
    if decision.allowed:
        return Outcome(True, _("They see this page."), decision.reason, "")  # noqa: FBT003
    sentence = _("They do not see this page.")
    return Outcome(False, sentence, decision.reason, gets_in_words(decision))  # noqa: FBT003


def gets_in_words(decision: PageDecision) -> str:
    """Return what they get in its place; empty where they see it, or nobody does."""
    denied = decision.denied
    if denied is None:
        return ""
    if decision.refused is not None and denied.gets == Gets.SIGN_IN:
        return _("They are told why this portal does not let them in.")
    return _gets(denied)


def _gets(denied: Denial) -> str:
    if denied.page is not None:
        return _("They are led to “%(title)s”.") % {"title": denied.page.title}
    return {
        Gets.SIGN_IN: _("They are asked to sign in."),
        Gets.TEASER: _("They see the page's teaser in its place."),
    }.get(denied.gets, _("They are told that there is no such page."))


def _not_reached(decision: PageDecision) -> str:
    if decision.page_id is None:
        return _("It is not saved yet.")
    return _("It is not published, or a page above it is not.")
