"""The merchant's terms for a control, as a setting of a block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from billing.models import SubscriptionState

State = SubscriptionState
RUNNING = (State.ACTIVE, State.TRIALING)
HELD = (*RUNNING, State.PAUSED)


class TermsBlock(blocks.StructBlock):
    """When a control may be used; all of it must be so. Left empty: whenever it is possible."""

    renewals = blocks.IntegerBlock(
        label=_("Not before so many renewals"),
        default=0,
        min_value=0,
        max_value=120,
        required=False,
        help_text=_("Charges after the first one. 0: at once."),
    )
    notice = blocks.IntegerBlock(
        label=_("So many days before the next charge, at the latest"),
        default=0,
        min_value=0,
        max_value=60,
        required=False,
        help_text=_("0: until the last moment. A notice as long as the rhythm does not count."),
    )

    class Meta:
        icon = "calendar-check"
        collapsed = True
        label_format = ""


def terms(label: Any, states: Iterable[SubscriptionState] = RUNNING) -> TermsBlock:
    """Return the terms of a control that there is in these states."""
    choices = [(state.value, state.label) for state in states]
    fields: list[tuple[str, blocks.Block]] = []
    if len(choices) > 1:
        only = blocks.MultipleChoiceBlock(
            label=_("Only while it is"),
            choices=choices,
            required=False,
            widget=CheckboxSelectMultiple,
            help_text=_("Choose none for all of them."),
        )
        fields.append(("states", only))
    return TermsBlock(fields, label=label, required=False)
