"""Makes the form of an address, in the way of its country, with what stands or was typed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal_blocks.addresses.countries import Choices, countries, country_name, is_country
from portal_blocks.addresses.fields import (
    DELIVERY,
    FORM_OF,
    KEPT,
    SWITCH,
    AddressField,
    AddressForm,
    AddressKind,
)
from portal_blocks.addresses.formats import CountryFormat, format_of
from portal_blocks.addresses.labels import AUTOCOMPLETE, MOST, label_of
from portal_blocks.addresses.phones import phone_shown
from portal_blocks.base import Said
from portal_blocks.viewer import Viewer

_PLACE = ("line1", "line2", "city", "state", "postal_code")


@dataclass(frozen=True, slots=True)
class _Filling:
    """What is written into the fields of one form."""

    prefix: str
    kind: AddressKind
    way: CountryFormat
    values: Mapping[str, str]
    faults: Mapping[str, str]


def address_form(
    stored: Mapping[str, str],
    viewer: Viewer,
    *,
    prefix: str = "",
    kind: AddressKind = DELIVERY,
    said: Said | None = None,
) -> AddressForm:
    """Return the form for an address as it is `stored` (keys of `AddressRecord`, or empty).

    `prefix` begins the names of its fields, and tells several forms of a block apart. `said` is
    the block's: where it tells of this form, what was typed stands in it, with what is wrong.
    """
    entered = _entered(said, prefix)
    values = entered or {**stored, "country": stored.get("country") or viewer.subject.country or ""}
    values["country"] = values.get("country", "").upper()
    way = format_of(values["country"])
    form_of = values.get(FORM_OF, values["country"])
    shown = _rows(way, kind, values if form_of == values["country"] else {})
    values |= {part: values.get(KEPT + part, "") for part in _PLACE if not values.get(part)}
    filling = _Filling(prefix, kind, way, values, said.faults if said and entered else {})
    parts = {part for row in shown for part in row}
    left = {part: values[part] for part in _PLACE if values[part] and part not in parts}
    return AddressForm(
        country=_country(filling, is_whole=bool(entered)),
        rows=tuple(tuple(_field(part, filling) for part in row) for row in shown),
        kept=(
            (prefix + FORM_OF, values["country"]),
            *((prefix + KEPT + part, value) for part, value in left.items()),
        ),
        switch=prefix + SWITCH,
    )


def _entered(said: Said | None, prefix: str) -> dict[str, str]:
    if said is None or prefix + "country" not in said.entered:
        return {}
    mine = said.entered.items()
    return {name.removeprefix(prefix): typed for name, typed in mine if name.startswith(prefix)}


def _rows(
    way: CountryFormat, kind: AddressKind, has: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """The rows of the country, and below them what the address has that others there do not."""
    rows: list[tuple[str, ...]] = []
    for row in way.rows:
        if "line1" in row:
            rows += [("line1",), ("line2",)]
        if "name" in row:
            rows += [("name",)] if kind.has_person else []
        rows.append(tuple(part for part in row if part not in ("name", "line1", "district")))
    known = {part for row in rows for part in row}
    rows += [(part,) for part in _PLACE if has.get(part) and part not in known]
    return (*filter(None, rows), *((("phone",),) if kind.has_phone else ()))


def _country(filling: _Filling, *, is_whole: bool) -> AddressField:
    """The whole list only for whoever wants it: two of them outweigh all else on a page."""
    code = filling.values["country"]
    if is_country(code) and not is_whole:
        choices: Choices = ((code, country_name(code)), ("", _("Another country")))
    elif is_country(code):
        choices = countries()
    else:
        choices = ((code, code or _("Choose a country")), *countries())
    return _of("country", filling, value=code, required=True, choices=choices)


def _field(part: str, filling: _Filling) -> AddressField:
    way, value = filling.way, filling.values.get(part, "")
    required = part == "name" or part in way.required
    if part == "state" and way.regions:
        code = way.region(value)
        first = (value if not code else "", value if not code and value else _("Choose one"))
        choices = (first, *way.regions)
        return _of(part, filling, value=code or value, required=required, choices=choices)
    if part == "phone":
        return _of(part, filling, value=phone_shown(value, way.country), required=False)
    return _of(part, filling, value=value, required=required)


def _of(
    part: str,
    filling: _Filling,
    *,
    value: str,
    required: bool,
    choices: tuple[tuple[str, str], ...] = (),
) -> AddressField:
    name, way = filling.prefix + part, filling.way
    return AddressField(
        part=part,
        name=name,
        label=label_of(part, way),
        value=value,
        fault=filling.faults.get(name, ""),
        hint=_("For the carrier, if something is unclear.") if part == "phone" else "",
        autocomplete=f"{filling.kind.section} {AUTOCOMPLETE[part]}",
        inputmode=_inputmode(part, way),
        type="tel" if part == "phone" else "text",
        most=MOST[part],
        required=required,
        choices=choices,
    )


def _inputmode(part: str, way: CountryFormat) -> str:
    """Digits alone where all examples of a country are digits."""
    if part != "postal_code" or not way.postal_examples:
        return ""
    return "numeric" if "".join(way.postal_examples).isdecimal() else ""
