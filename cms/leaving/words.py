"""What is kept of cancel flows, in words for staff."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.leaving import CANCELLED, DECLINED, KEPT, OFFER, REASON, SHOWN
from billing.leaving_figures import TAKEN_BACK, UNDER_WAY
from billing.models import Leaving, LeavingStep
from portal_blocks.cancel_offer.kinds import KINDS

UNDO = "undo"
STEPS = {
    SHOWN: gettext_lazy("Was shown"),
    REASON: gettext_lazy("Gave a reason"),
    OFFER: gettext_lazy("Took the offer"),
    DECLINED: gettext_lazy("Said no to the offer"),
    KEPT: gettext_lazy("Kept it"),
    CANCELLED: gettext_lazy("Pressed the button that cancels"),
}
"""What each kind of step is."""
ENDS = {
    TAKEN_BACK: gettext_lazy("Cancelled, and taken back"),
    UNDER_WAY: gettext_lazy("Under way"),
}
"""What a try has come to that is written nowhere."""


def end_in_words(end: str) -> str:
    """Return how a try came out, by what `with_ends` says; empty: it was left off."""
    if end in ENDS:
        return str(ENDS[end])
    return str(Leaving.End(end).label) if end else _("Left off")


def offer_in_words(choice: str) -> str:
    """Return an offer as it is remembered, such as “discount:STAY20”, for staff."""
    kind, _mark, what = choice.partition(":")
    words = str(dict(KINDS).get(kind, kind))
    return f"{words}: {what}" if what else words


def step_in_words(step: LeavingStep) -> str:
    """Return what was shown or pressed."""
    if step.kind == KEPT and step.choice == UNDO:
        return _("Took it back, and kept it")
    words = str(STEPS.get(step.kind, step.kind))
    if step.kind in {OFFER, DECLINED}:
        return f"{words}: {offer_in_words(step.choice)}"
    return f"{words}: {step.said}" if step.kind == REASON and step.said else words
