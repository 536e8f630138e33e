"""A payment that needs the customer, and the card that is charged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.notices.letter import Button, Letter, Row
from cms.notices.pen import Facts, Pen, one_line


def payment_failed(facts: Facts, pen: Pen) -> Letter:
    """Say that a renewal could not be charged; lead to the card form."""
    values = _values(facts, pen)
    if values["card"]:
        what = _("We could not charge %(amount)s for %(product)s to %(card)s.") % values
    else:
        what = _("We could not charge %(amount)s for %(product)s.") % values
    return Letter(
        subject=_("Your payment of %(amount)s for %(product)s did not go through") % values,
        preheader=_("Update your card to keep it going."),
        heading=_("Your payment did not go through"),
        paragraphs=(
            what,
            _(
                "You have not been charged. We will try again in the next days; to be safe, "
                "update your card now."
            ),
        ),
        rows=_rows(values),
        button=pen.way("card", _("Update your card")),
        after=(_("Is the card fine? Your bank can tell you why it said no."),),
        values=values,
    )


def confirm_payment(facts: Facts, pen: Pen) -> Letter:
    """Say that the bank wants a confirmation; lead to where it is given."""
    values = _values(facts, pen)
    operation = facts.get("operation")
    label = _("Confirm %(amount)s") % values
    return Letter(
        subject=_("Confirm your payment of %(amount)s for %(product)s") % values,
        preheader=_("Your bank asks for it. You have not been charged yet."),
        heading=_("Please confirm your payment"),
        paragraphs=(
            _("Your bank wants you to confirm the payment of %(amount)s for %(product)s.") % values,
            _("You have not been charged yet. It takes a minute."),
        ),
        rows=_rows(values),
        button=pen.finish(operation, label) if operation else pen.way("pay", label),
        after=(
            _(
                "The link works for a day. If you do nothing, you are not charged and nothing is "
                "sent."
            ),
        )
        if operation
        else (),
        values=values,
    )


def card_updated(facts: Facts, pen: Pen) -> Letter:
    """Say which card is charged from now on, so that a stranger's change is noticed."""
    before = facts.get("before")
    values = {"card": pen.card(facts), "before": pen.card_label(before) if before else ""}
    rows = [
        Row(_("New card"), values["card"], is_strong=True),
        Row(_("Good until"), _expiry(facts["card"])),
        Row(_("Card before"), values["before"]),
    ]
    return Letter(
        subject=_("We now charge %(card)s") % values,
        preheader=_("Your card on file was updated."),
        heading=_("Your card was updated"),
        paragraphs=(_("From now on we charge %(card)s.") % values,),
        rows=tuple(row for row in rows if row.value),
        button=Button(_("See your account"), pen.home),
        after=(_("Was this not you? Please write to us at once."),),
        values=values,
    )


def _values(facts: Facts, pen: Pen) -> dict[str, str]:
    return {
        "amount": pen.amount(facts),
        "card": pen.card(facts),
        "date": pen.day(facts.get("placed_at")),
        "number": one_line(facts.get("number") or ""),
        "product": pen.title(facts),
    }


def _rows(values: dict[str, str]) -> tuple[Row, ...]:
    rows = (
        Row(_("Amount"), values["amount"], is_strong=True),
        Row(_("For"), values["product"]),
        Row(_("Card"), values["card"]),
        Row(_("Date"), values["date"]),
        Row(_("Order number"), values["number"]),
    )
    return tuple(row for row in rows if row.value)


def _expiry(card: Facts) -> str:
    return f"{card['exp_month']:02}/{card['exp_year']}"
