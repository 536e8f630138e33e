"""What is about to happen by itself, told while there is time to do something about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.notices.letter import Letter, Row
from cms.notices.pen import Facts, Pen
from cms.notices.words.subscriptions import discounts_of, next_charge, rows_of, values_of


def renewal_ahead(facts: Facts, pen: Pen) -> Letter:
    """Say what is charged when, before it is."""
    values = _dated(facts, pen)
    return Letter(
        subject=_("%(product)s renews on %(date)s for %(amount)s") % values,
        preheader=next_charge(values),
        heading=_("Your subscription renews soon"),
        paragraphs=(next_charge(values), *discounts_of(facts), _("You need do nothing.")),
        rows=rows_of(values, Row(_("Next charge"), values["date"])),
        button=pen.way("subscription", _("See your subscription"), facts),
        after=(_("To pause, change or cancel it, do so before that day."),),
        values=values,
    )


def trial_ending(facts: Facts, pen: Pen) -> Letter:
    """Say that it costs money from a day on."""
    values = _dated(facts, pen)
    return Letter(
        subject=_("Your trial of %(product)s ends on %(date)s: then %(amount)s") % values,
        preheader=_charged_then(values),
        heading=_("Your trial ends soon"),
        paragraphs=(
            _("It is free until %(date)s.") % values,
            _charged_then(values),
            *discounts_of(facts),
        ),
        rows=rows_of(values, Row(_("First charge"), values["date"])),
        button=pen.way("subscription", _("See your subscription"), facts),
        after=(_("You do not want it? Cancel before that day, and nothing is charged."),),
        values=values,
    )


def pause_ending(facts: Facts, pen: Pen) -> Letter:
    """Say that charges and deliveries come again from a day on."""
    values = _dated(facts, pen)
    return Letter(
        subject=_("%(product)s goes on from %(date)s: %(amount)s %(every)s") % values,
        preheader=_("Your pause ends on %(date)s.") % values,
        heading=_("Your pause ends soon"),
        paragraphs=(
            _("Your pause ends on %(date)s. From then on we charge and send again.") % values,
            _("It costs %(amount)s %(every)s.") % values,
            *discounts_of(facts),
        ),
        rows=rows_of(values, Row(_("Goes on"), values["date"])),
        button=pen.way("subscription", _("See your subscription"), facts),
        after=(_("You want to stay paused, or cancel? Do so before that day."),),
        values=values,
    )


def _dated(facts: Facts, pen: Pen) -> dict[str, str]:
    return {**values_of(facts, pen), "date": pen.day(facts["due"])}


def _charged_then(values: dict[str, str]) -> str:
    if not values["card"]:
        return _("Then it costs %(amount)s %(every)s.") % values
    return _("Then we charge %(amount)s %(every)s to %(card)s.") % values
