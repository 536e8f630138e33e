"""Gives what can be done with a subscription its addresses, and opens what a link asks for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from portal_blocks.addresses.forms import address_form
from portal_blocks.base import Place
from portal_blocks.leaving.pages import has_last_step
from portal_blocks.subscription_controls import listing
from portal_blocks.subscription_controls.offer import About, DayField, Offer

PREFIX = "to-"  # of the names of an address's fields


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the offers of one subscription are shown. `shown_at` is its own page, if it is that."""

    about: About
    place: Place
    shown_at: str

    def placed(self, offer: Offer) -> Offer:
        """Return the offer with its address; a form has an id of its own too."""
        if offer.name == "cancel" and offer.link and self._ends_here(offer):
            offer = replace(offer, link="")
        if offer.link or offer.waits:
            return offer
        one = self.about.subscription
        if offer.view:
            return replace(offer, link=self.place.view_url(offer.view, one.external_id))
        is_open = self._is_open(offer)
        if offer.name == "address" and not is_open:
            return replace(offer, link=self._opened("address"))
        form = replace(
            offer,
            url=self.place.action_url(offer.name),
            operation_id=uuid.uuid4(),
            open=is_open,
        )
        if offer.name == "address":
            return self._with_address(form)
        return self._with_typed(form)

    def _ends_here(self, offer: Offer) -> bool:
        """Whether whoever was led here to cancel finds a last step nowhere else."""
        return self._is_open(offer) and not has_last_step(self.about.viewer)

    def _is_open(self, offer: Offer) -> bool:
        said = listing.said_of(self.about.subscription, self.place)
        if said is not None and said.entered:
            return _is_of(offer, said.entered)
        every = self.about.viewer.data.subscriptions
        return listing.asked_to_open(self.about.subscription, every, self.place) == offer.name

    def _opened(self, name: str) -> str:
        """The address of this place with one form open: it is too long to be there always."""
        one = self.about.subscription
        asked = urlencode({"open": name, "subscription": one.external_id})
        page = self.shown_at or self.place.page_url
        return f"{page}?{asked}#{listing.anchor_of(one, self.place)}"

    def _with_address(self, offer: Offer) -> Offer:
        about = self.about
        said = listing.said_of(about.subscription, self.place)
        stands = about.subscription.shipping_address or about.viewer.data.details.shipping_address
        form = address_form(stands, about.viewer, prefix=PREFIX, said=said)
        return replace(offer, address=form)

    def _with_typed(self, offer: Offer) -> Offer:
        """The offer with what was typed into it, and what was wrong with that."""
        said = listing.said_of(self.about.subscription, self.place)
        field = offer.note or offer.day
        if said is None or field is None or field.name not in said.entered:
            return offer
        typed, fault = said.entered[field.name], said.faults.get(field.name, "")
        if isinstance(field, DayField):
            return replace(offer, day=replace(field, typed=typed, fault=fault))
        return replace(offer, note=replace(field, value=typed, fault=fault))


def _is_of(offer: Offer, entered: Mapping[str, str]) -> bool:
    """Whether what was typed was typed into this offer's form."""
    names = {offer.note.name} if offer.note is not None else set()
    if offer.name == "address":
        names = {f"{PREFIX}country"}
    if offer.day is not None:
        names = {offer.day.name}
    return any(name in entered for name in names)
