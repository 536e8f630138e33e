"""What a change of plan costs, in sentences: the same wherever one is offered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from billing.actions.plans import PlanPreview
from portal_blocks.viewer import Viewer
from portal_blocks.words import amount, day


def what_is_charged(preview: PlanPreview, card: str, viewer: Viewer) -> list[str]:
    """Say what is paid now, and what the charges after it come to: what is left over is off them.

    `card` is the words for the card that pays, empty for none.
    """
    rest = max(preview.next_amount - preview.credit, 0)
    facts = {
        "due": amount(preview.due_now, preview.currency, viewer),
        "credit": amount(preview.credit, preview.currency, viewer),
        "next": amount(preview.next_amount, preview.currency, viewer),
        "rest": amount(rest, preview.currency, viewer),
        "date": day(preview.next_charge_at, viewer),
        "card": card or _("your card"),
    }
    if preview.due_now:
        said = [_("We charge %(due)s to %(card)s today."), _next_charge()]
    elif not preview.credit:
        said = [_("Nothing is charged today."), _next_charge()]
    else:
        said = [_("Nothing is charged today."), _left_over(is_all=not rest)]
    return [words % facts for words in said]


def _next_charge() -> str:
    return _("Your next charge is %(next)s on %(date)s.")


def _left_over(*, is_all: bool) -> str:
    """What was paid and is not used: off the next charge, or off as many as it pays for."""
    if is_all:
        return _(
            "%(credit)s of what you have paid is left over. It is taken off the charges to come, "
            "of %(next)s each, until it is used up; the first would be on %(date)s."
        )
    return _(
        "%(credit)s of what you have paid is left over. It is taken off your next charge: "
        "%(rest)s in place of %(next)s on %(date)s. After that it is %(next)s each time."
    )
