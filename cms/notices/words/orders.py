"""An order that was paid, sent, or given money back for."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.notices.letter import Button, Letter, Row
from cms.notices.pen import Facts, Pen, name, one_line


def order(facts: Facts, pen: Pen) -> Letter:
    """Say that an order is paid: a receipt."""
    values = _values(facts, pen)
    if facts.get("is_renewal"):
        subject = _("Payment of %(amount)s for %(product)s received") % values
        heading = _("Your payment went through")
    else:
        subject = _("Order %(number)s: %(amount)s paid") % values
        heading = _("Thank you for your order")
    return Letter(
        subject=subject,
        preheader=values["product"],
        heading=heading,
        paragraphs=(_("We received %(amount)s on %(date)s.") % values,),
        rows=(*_lines(facts, pen), *_sums(facts, pen), _number(values)),
        button=pen.way("orders", _("See your orders")),
        values=values,
    )


def refund(facts: Facts, pen: Pen) -> Letter:
    """Say that money is on its way back."""
    values = _values(facts, pen)
    rows = [
        Row(_("Given back"), values["amount"], is_strong=True),
        Row(_("Order"), values["number"]),
        Row(_("For"), values["product"]),
    ]
    return Letter(
        subject=_("We gave back %(amount)s for order %(number)s") % values,
        preheader=_("It takes up to 10 days until your bank shows it."),
        heading=_("We gave you %(amount)s back") % values,
        paragraphs=(
            _(
                "It goes to what you paid with. It takes up to 10 days until your bank shows it; "
                "you need do nothing."
            ),
        ),
        rows=tuple(row for row in rows if row.value),
        button=pen.way("orders", _("See your orders")),
        values=values,
    )


def shipped(facts: Facts, pen: Pen) -> Letter:
    """Say that a parcel is on its way, and how to follow it."""
    expected = pen.day(facts.get("expected_at"))
    carrier = one_line(facts.get("carrier") or "")
    values = {**_values(facts, pen), "expected": expected, "carrier": carrier}
    rows = [
        Row(_("Expected"), expected, is_strong=True),
        Row(_("Carrier"), carrier),
        Row(_("Tracking number"), one_line(facts.get("tracking_number") or "")),
        Row(_("In the order"), values["product"]),
        Row(_("Total"), values["amount"]),
        _number(values),
    ]
    return Letter(
        subject=_("Order %(number)s is on its way: %(product)s") % values,
        preheader=_("It should be with you on %(expected)s.") % values if expected else carrier,
        heading=_("Your parcel is on its way"),
        paragraphs=(_on_its_way(values),),
        rows=tuple(row for row in rows if row.value),
        button=_follow(facts, pen),
        values=values,
    )


def _on_its_way(values: dict[str, str]) -> str:
    if values["carrier"] and values["expected"]:
        return _("%(carrier)s has it, and should bring it on %(expected)s.") % values
    if values["carrier"]:
        return _("We handed it to %(carrier)s.") % values
    return _("We have sent it off.")


def _follow(facts: Facts, pen: Pen) -> Button:
    """Lead to the carrier's page, if it is a page of the web and nothing else."""
    url = facts.get("tracking_url") or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.hostname:
        return Button(_("Follow the parcel"), url)
    return pen.way("orders", _("See your orders"))


def _values(facts: Facts, pen: Pen) -> dict[str, str]:
    return {
        "amount": pen.amount(facts),
        "date": pen.day(facts["placed_at"]),
        "number": one_line(facts["number"]),
        "product": pen.title(facts),
    }


def _lines(facts: Facts, pen: Pen) -> list[Row]:
    rows = []
    for line in facts["lines"]:
        label, quantity = name(line["name"]), line["quantity"]
        many = f"{quantity} × {label}" if quantity > 1 else label  # noqa: RUF001
        rows.append(Row(many, pen.money(line["total"], facts["currency"])))
    if more := facts.get("more_lines"):
        words = ngettext("and one more thing", "and %(count)d more things", more)
        rows.append(Row(words % {"count": more}, ""))
    return rows


def _sums(facts: Facts, pen: Pen) -> list[Row]:
    def sum_of(label: str, amount: int) -> list[Row]:
        return [Row(label, pen.money(amount, facts["currency"]))] if amount else []

    return [
        *sum_of(_("Discount"), -facts.get("discount", 0)),
        *sum_of(_("Delivery"), facts.get("shipping", 0)),
        *sum_of(_("Tax"), facts.get("tax", 0)),
        Row(_("Total"), pen.amount(facts), is_strong=True),
    ]


def _number(values: dict[str, str]) -> Row:
    return Row(_("Order number"), values["number"])
