"""Reads what was sent by the form of an address: an address to keep, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal_blocks.addresses.countries import country_name, is_country
from portal_blocks.addresses.fields import DELIVERY, FORM_OF, KEPT, SWITCH, AddressKind
from portal_blocks.addresses.formats import CountryFormat, format_of
from portal_blocks.addresses.labels import MOST, label_of
from portal_blocks.addresses.phones import phone_from
from portal_blocks.addresses.words import fault_of, missing, tidy
from portal_blocks.base import ActionResult

_PARTS = ("name", "line1", "line2", "city", "postal_code", "state", "country", "phone")
NOT_SAVED = gettext_lazy("Nothing was saved yet. Look at what is marked, please.")
_LONGEST = 2000  # of what is shown again, whatever was sent


@dataclass(frozen=True, slots=True)
class EnteredAddress:
    """What was sent. `address` is to be kept only where nothing `is_unfinished`.

    `faults` and `entered` are by the names of fields, as `ActionResult` has them. `is_switch`: not
    to be saved, the customer wants to see the form of the country that they chose.
    """

    address: Mapping[str, str]
    faults: Mapping[str, str]
    entered: Mapping[str, str]
    is_switch: bool = False

    @property
    def is_unfinished(self) -> bool:
        """Whether the form has to be shown again."""
        return self.is_switch or bool(self.faults)

    def shown_again(self, target: str = "") -> ActionResult:
        """Return the answer that shows the form again, with all that was typed."""
        if self.is_switch:
            return ActionResult("info", "", target=target, entered=self.entered)
        text = str(NOT_SAVED)
        return ActionResult("error", text, target=target, faults=self.faults, entered=self.entered)


def address_from(
    data: Mapping[str, str], *, prefix: str = "", kind: AddressKind = DELIVERY
) -> EnteredAddress:
    """Return the address that was sent in fields whose names begin with `prefix`.

    It has the keys of `AddressRecord`, those without a value left out.
    """
    names = (*_PARTS, FORM_OF, *(KEPT + part for part in _PARTS))
    sent = {name: data.get(prefix + name, "") for name in names if prefix + name in data}
    entered = {prefix + name: _again(typed) for name, typed in sent.items()}
    entered.setdefault(prefix + "country", "")
    if prefix + SWITCH in data:
        return EnteredAddress({}, {}, entered, is_switch=True)
    country = tidy(sent.get("country", "")).upper()
    if not is_country(country):
        return EnteredAddress({}, {prefix + "country": _("Choose a country.")}, entered)
    address, faults = _checked(_typed(sent, country, kind), format_of(country))
    return EnteredAddress(
        {part: address[part] for part in _PARTS if address.get(part)},
        {prefix + part: fault for part, fault in faults.items()},
        entered,
    )


def _again(typed: str) -> str:
    return typed[:_LONGEST].replace("\x00", "")


def _typed(sent: Mapping[str, str], country: str, kind: AddressKind) -> dict[str, str]:
    """What was typed, without what only another country's addresses have."""
    way = format_of(country)
    asked = {*way.parts, "line2"} - {"district", "name"}
    if sent.get(FORM_OF, country) == country:
        asked |= {"line1", "city", "postal_code", "state"}
    asked |= ({"name"} if kind.has_person else set()) | ({"phone"} if kind.has_phone else set())
    typed = {part: tidy(sent.get(part, "")) for part in _PARTS if part in asked}
    return {**typed, "country": country}


def _checked(typed: Mapping[str, str], way: CountryFormat) -> tuple[dict[str, str], dict[str, str]]:
    address, faults = dict(typed), {}
    for part, text in typed.items():
        value, fault = _part(part, text, way)
        address[part] = value
        if fault:
            faults[part] = fault
    return address, faults


def _part(part: str, text: str, way: CountryFormat) -> tuple[str, str]:
    """Return one part as it is kept, and what is wrong with it."""
    if not text:
        is_missing = part == "name" or part in way.required
        return "", missing(label_of(part, way)) if is_missing else ""
    if fault := fault_of(text, MOST[part]):
        return text, fault
    if part == "phone":
        return phone_from(text, way.country)
    if part == "postal_code":
        return _postal_code(text, way)
    if part == "state" and way.regions:
        code = way.region(text)
        return code, "" if code else _("Choose one of the list.")
    return text, ""


def _postal_code(text: str, way: CountryFormat) -> tuple[str, str]:
    found = way.postal_code(text)
    if found:
        return found, ""
    facts = {"country": country_name(way.country), "example": way.postal_examples[0]}
    return "", _("This does not look right. An example for %(country)s: %(example)s.") % facts
