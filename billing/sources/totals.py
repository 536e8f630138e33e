"""What an order comes to: the amounts a file states, and those that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from billing.models import PaymentState
from billing.sources.faults import UnreadableError
from billing.sources.records import OrderLineRecord
from billing.sources.rows import Cells, RowReader

_STATED = ("subtotal", "discount", "shipping", "tax", "total", "refunded")


@dataclass(frozen=True, slots=True)
class Totals:
    """Minor units; and the lines, where the file gives no amounts of theirs."""

    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    refunded: int
    payment_state: str
    lines: tuple[OrderLineRecord, ...]


def totals_of(
    reader: RowReader,
    cells: Cells,
    lines: Sequence[OrderLineRecord],
    *,
    currency: str,
    payment_state: str,
) -> Totals:
    """Work out an order's amounts. Raise `UnreadableError` where they cannot be right.

    A missing total is the lines' sum less discount, with shipping and tax. A single line without
    amounts takes the order's.
    """
    stated = {field: reader.amount(cells, field, currency) for field in _STATED}
    discount, shipping, tax = (stated[field] or 0 for field in ("discount", "shipping", "tax"))
    discount = abs(discount)  # some exports write it with a minus sign, some without
    extra = shipping + tax - discount
    priced = any(line.total for line in lines)
    total = stated["total"]
    if total is None:
        total = _sum_of(reader, lines, priced=priced) + extra
    subtotal = stated["subtotal"]
    if subtotal is None:
        subtotal = sum(line.total for line in lines) if priced else max(total - extra, 0)
    _refuse_negative(reader, subtotal=subtotal, shipping=shipping, tax=tax, total=total)
    refunded, state = _refund(abs(stated["refunded"] or 0), total, payment_state)
    if len(lines) == 1 and not reader.prices_lines:
        lines = [_at(lines[0], subtotal)]
    return Totals(subtotal, discount, shipping, tax, total, refunded, state, tuple(lines))


def _sum_of(reader: RowReader, lines: Sequence[OrderLineRecord], *, priced: bool) -> int:
    if lines and reader.prices_lines:
        return sum(line.total for line in lines) if priced else 0
    raise UnreadableError(_("%(column)s is empty.") % {"column": reader.label("total")})


def _refund(refunded: int, total: int, state: str) -> tuple[int, str]:
    if refunded > total:
        raise UnreadableError(_("More was refunded than the order came to."))
    if state == PaymentState.REFUNDED and not refunded:
        return total, state
    if state == PaymentState.PAID and refunded:
        partly = refunded < total
        return refunded, (
            PaymentState.PARTIALLY_REFUNDED if partly else PaymentState.REFUNDED
        ).value
    return refunded, state


def _refuse_negative(reader: RowReader, **amounts: int) -> None:
    for field, amount in amounts.items():
        if amount < 0:
            raise UnreadableError(_("%(column)s is below zero.") % {"column": reader.label(field)})


def _at(line: OrderLineRecord, total: int) -> OrderLineRecord:
    unit = round(total / line.quantity) if line.quantity else 0
    return replace(line, unit_amount=unit, total=total)
