"""Turns the rows of one order into a record, by the mapping and the layout of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from billing.attributes import AttributeRefused, clean_attributes
from billing.models import PaymentState
from billing.sources.amounts import currency_code, minor_units
from billing.sources.columns import ATTRIBUTE
from billing.sources.faults import UnreadableError
from billing.sources.layout import Layout
from billing.sources.mapping import FileMapping
from billing.sources.moments import moment
from billing.sources.records import OrderLineRecord
from billing.sources.templates import LINE, NTH
from billing.sources.words import FULFILMENT, PAYMENT, state_of
from billing.tags import TagRefused, clean_tags

LONGEST = {
    "number": 64,
    "name": 200,
    "sku": 100,
    "product": 300,
    "order": 64,
    "order_external_id": 128,
    "shipment": 128,
    "carrier": 60,
    "tracking_number": 60,
    "tracking_url": 500,
}
MOST_PIECES = 1_000_000
TAGS_APART = "|"

Cells = Sequence[str]
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_check_email = EmailValidator()


class RowReader:
    """Reads the cells of one file. Every method raises `UnreadableError` naming the column."""

    def __init__(self, mapping: FileMapping, layout: Layout, zone: ZoneInfo) -> None:
        self.mapping = mapping
        self.layout = layout
        self.zone = mapping.time_zone or zone
        self.payment_words = {**PAYMENT, **mapping.payment_states}
        self.fulfilment_words = {**FULFILMENT, **mapping.fulfilment_states}
        self.has_lines = bool(layout.line_fields) or "product" in mapping.values
        self.prices_lines = bool({"unit_amount", "line_total"} & {*layout.line_fields})
        self._person = ""
        self._nth = 0

    def count(self, cells: Cells) -> int:
        """Count the rows of one person that stand together: what {nth} means."""
        person = self.cell(cells, "customer") or self.cell(cells, "email")
        self._nth = self._nth + 1 if person == self._person else 1
        self._person = person
        return self._nth

    def cell(self, cells: Cells, field: str) -> str:
        """The text in the column of `field`; "" where there is none."""
        at = self.layout.positions.get(field)
        return cells[at] if at is not None and at < len(cells) else ""

    def text(self, cells: Cells, field: str, counters: dict[str, str]) -> str:
        """The text for `field`: its column's, or else its template's or value's."""
        value = self.cell(cells, field) or self._given(cells, field, counters)
        if _CONTROLS.search(value):
            value = " ".join(value.split())  # a line break in a product's name, say
        if len(value) > LONGEST.get(field, 300) or _CONTROLS.search(value):
            raise UnreadableError(
                _("%(column)s is longer than %(most)d characters or holds unreadable ones.")
                % {"column": self.label(field), "most": LONGEST.get(field, 300)}
            )
        return value

    def _given(self, cells: Cells, field: str, counters: dict[str, str]) -> str:
        template = self.mapping.templates.get(field)
        if template is None:
            return self.mapping.values.get(field, "")
        return template.fill(lambda name: counters.get(name) or self.cell(cells, name))

    def label(self, field: str) -> str:
        """What people call the column of `field`."""
        return self.layout.labels.get(field, field)

    def amount(self, cells: Cells, field: str, currency: str) -> int | None:
        """Minor units, None where the cell is empty or there is no such column."""
        text = self.cell(cells, field)
        style = self.mapping.amounts
        return self._read(field, minor_units, text, currency, style) if text else None

    def when(self, cells: Cells, field: str) -> datetime | None:
        """The moment in the column of `field`; None where the cell is empty."""
        text = self.cell(cells, field)
        return self._read(field, self._moment, text) if text else None

    def state(self, cells: Cells, field: str) -> str | None:
        """The state of a parcel or an order that a word stands for; None where there is none."""
        word = self.cell(cells, field)
        if not word:
            return self.mapping.values.get(field)
        words = self.fulfilment_words
        return str(self._read(field, state_of, word, words, "fulfilment_states"))

    def order(self, rows: Sequence[tuple[int, Cells]], counters: dict[str, str]) -> dict[str, Any]:
        """What the first row says of the order: arguments of `OrderRecord` but its amounts."""
        cells = rows[0][1]
        number = self.text(cells, "number", counters)
        currency = self._needed(cells, "currency", counters)
        date = self._needed(cells, "date", counters)
        return {
            "number": number,
            "external_id": number,
            "email": self._email(cells, counters),
            "name": self.text(cells, "name", counters),
            "placed_at": self._read("date", self._moment, date),
            "currency": self._read("currency", currency_code, currency),
            "payment_state": self._payment_state(cells),
            "fulfilment_state": self.state(cells, "fulfilment_state"),
            "tags": self._tags(cells),
            "attributes": self._attributes(cells),
            "line": rows[0][0],
        }

    def line(self, cells: Cells, currency: str, counters: dict[str, str]) -> OrderLineRecord | None:
        """The line of one row; None where its columns are all empty."""
        mapped = self.layout.line_fields
        if mapped and not any(self.cell(cells, field) for field in mapped):
            return None
        quantity = self._quantity(cells)
        unit = self.amount(cells, "unit_amount", currency)
        total = self.amount(cells, "line_total", currency)
        if total is None:
            total = (unit or 0) * quantity
        if unit is None:
            unit = round(total / quantity) if quantity else 0
        sku = self.text(cells, "sku", counters)
        name = self.text(cells, "product", counters) or sku
        if not name:
            raise UnreadableError(_("%(column)s is empty.") % {"column": self.label("product")})
        return OrderLineRecord(name, quantity, unit, total, sku)

    def _needed(self, cells: Cells, field: str, counters: dict[str, str]) -> str:
        text = self.text(cells, field, counters)
        if text:
            return text
        raise UnreadableError(_("%(column)s is empty.") % {"column": self.label(field)})

    def _read(self, field: str, reader: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return reader(*arguments)
        except UnreadableError as error:
            raise UnreadableError(f"{self.label(field)}: {error}") from None

    def _moment(self, text: str) -> datetime:
        return moment(text, self.zone, self.mapping.date)

    def _email(self, cells: Cells, counters: dict[str, str]) -> str:
        email = self._needed(cells, "email", counters).lower()
        try:
            if len(email) <= 254:
                _check_email(email)
                return email
        except ValidationError:
            pass
        raise UnreadableError(
            _("%(column)s: “%(email)s” is not an e-mail address. The customer signs in with it.")
            % {"column": self.label("email"), "email": email}
        )

    def _tags(self, cells: Cells) -> tuple[str, ...]:
        try:
            return tuple(clean_tags(self.cell(cells, "tags").split(TAGS_APART)))
        except TagRefused as refused:
            raise UnreadableError(f"{self.label('tags')}: {refused.message}") from None

    def _attributes(self, cells: Cells) -> tuple[tuple[str, str], ...]:
        said = {name: self.cell(cells, name) for name in self.layout.attributes}
        named = {name.removeprefix(ATTRIBUTE): value for name, value in said.items() if value}
        try:
            return tuple(clean_attributes(named).items())
        except AttributeRefused as refused:
            raise UnreadableError(refused.message) from None

    def _quantity(self, cells: Cells) -> int:
        text = self.cell(cells, "quantity") or "1"
        whole = text.replace(",", ".").removesuffix(".0").removesuffix(".00")
        if whole.isascii() and whole.isdigit() and int(whole[:10]) <= MOST_PIECES:
            return int(whole)
        raise UnreadableError(
            _("%(column)s: “%(text)s” is not a quantity: a whole number from 0 to %(most)d.")
            % {"column": self.label("quantity"), "text": text, "most": MOST_PIECES}
        )

    def _payment_state(self, cells: Cells) -> str:
        word = self.cell(cells, "payment_state")
        if not word:
            return self.mapping.values.get("payment_state", PaymentState.PAID.value)
        words = self.payment_words
        return str(self._read("payment_state", state_of, word, words, "payment_states"))


def counters_of(line: int, nth: int) -> dict[str, str]:
    """What templates may count with."""
    return {LINE: str(line), NTH: str(nth)}
