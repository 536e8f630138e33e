"""The forms to change a person's details, with what is said before anything is saved."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.details import BILLING, NAME, PHONE, SHIPPING
from billing.models.subscriptions import ENDED_STATES
from portal_blocks.addresses.fields import BILLING as OF_BILLING
from portal_blocks.addresses.fields import DELIVERY, AddressField, AddressForm
from portal_blocks.addresses.forms import address_form
from portal_blocks.addresses.phones import example_phone, phone_shown
from portal_blocks.base import Said
from portal_blocks.charge_words import title_of
from portal_blocks.details.about import (
    ACTIONS,
    BILLING_PREFIX,
    DELIVERY_PREFIX,
    HIDDEN,
    SAME,
    About,
    address_lines,
)
from portal_blocks.viewer import Viewer

_PLACE = ("line1", "line2", "city", "state", "postal_code", "country")


@dataclass(frozen=True, slots=True)
class Same:
    """A box to tick: parcels go where bills go, which is in `lines`."""

    lines: list[str]
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class DetailForm:
    """A form to change a group: a `single` field, or an `address`.

    `consequence` is said before anything is saved.
    """

    url: str
    consequence: list[str]
    single: AddressField | None = None
    address: AddressForm | None = None
    same: Same | None = None
    is_open: bool = False
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


def _form(part: str, about: About, consequence: list[str], **shown: Any) -> DetailForm:
    name = ACTIONS[part]
    said = about.place.said
    is_again = said is not None and said.target == part and bool(said.entered)
    return DetailForm(
        about.place.action_url(name),
        consequence,
        is_open=is_again or about.place.query.get("open") == name,
        **shown,
    )


def _name_form(about: About) -> DetailForm:
    single = _single(NAME, about, label=_("Full name"), value=about.known.name, autocomplete="name")
    return _form(NAME, about, [_("Your next invoices carry it.")], single=single)


def _phone_form(about: About) -> DetailForm:
    single = _single(
        PHONE,
        about,
        label=_("Phone number"),
        value=phone_shown(about.known.phone, about.country),
        autocomplete="tel",
        type="tel",
        most=40,
        required=False,
        hint=_("From abroad it begins with the country's code, such as %(example)s.")
        % {"example": example_phone("DE" if about.country != "DE" else "GB")},
    )
    return _form(PHONE, about, [], single=single)


def _single(part: str, about: About, *, value: str, **about_field: Any) -> AddressField:
    said = about.place.said or Said("", "")
    text = said.entered.get(part, value)
    fault = said.faults.get(part, "")
    wanted = {"required": True, "most": 200, **about_field}
    return AddressField(part=part, name=part, value=text, fault=fault, **wanted)


def _billing_form(about: About) -> DetailForm:
    form = address_form(
        about.known.billing_address,
        about.viewer,
        prefix=BILLING_PREFIX,
        kind=OF_BILLING,
        said=about.place.said,
    )
    consequence = [
        _("Your next invoices carry it, and tax is worked out by it."),
        _("Invoices that you have already stay as they are."),
    ]
    return _form(BILLING, about, consequence, address=form)


def _delivery_form(about: About) -> DetailForm:
    known = about.known
    stored = {"name": known.name, "phone": known.phone, **known.shipping_address}
    form = address_form(
        stored, about.viewer, prefix=DELIVERY_PREFIX, kind=DELIVERY, said=about.place.said
    )
    consequence = [
        _("Your next parcels go there. Parcels already on their way do not."),
        *_elsewhere(about.viewer),
    ]
    return _form(SHIPPING, about, consequence, address=form, same=_same(about))


def _same(about: About) -> Same | None:
    """The box, where there is a whole billing address that they may see."""
    bills, parcels = about.known.billing_address, about.known.shipping_address
    if not bills.get("line1") or about.value.get(BILLING) == HIDDEN:
        return None
    is_same = all(bills.get(part, "") == parcels.get(part, "") for part in _PLACE)
    said = about.place.said
    if said is not None and said.target == SHIPPING and said.entered:
        is_same = bool(said.entered.get(DELIVERY_PREFIX + SAME))
    return Same(address_lines(bills), is_same)


def _elsewhere(viewer: Viewer) -> list[str]:
    """Which subscriptions go to an address of their own, and stay with it."""
    live = (one for one in viewer.data.subscriptions if one.state not in ENDED_STATES)
    titles = [title_of(one) for one in live if one.shipping_address]
    if not titles:
        return []
    said = ngettext(
        "%(titles)s has an address of its own, and stays with it.",
        "%(titles)s have addresses of their own, and stay with them.",
        len(titles),
    )
    return [said % {"titles": get_text_list(titles, _("and"))}]


FORMS: Mapping[str, Callable[[About], DetailForm]] = {
    NAME: _name_form,
    PHONE: _phone_form,
    BILLING: _billing_form,
    SHIPPING: _delivery_form,
}
