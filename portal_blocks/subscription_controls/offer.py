"""One action on a subscription, in words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from billing.models import Subscription
from portal_blocks.addresses.fields import AddressForm
from portal_blocks.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DayField:
    """A day to choose. `value` is the one that stands, None where there is none.

    `typed` is what was typed in place of a day, by an old browser; `fault`, what was wrong with it.
    """

    name: str
    label: str
    hint: str
    first: date
    last: date
    value: date | None = None
    required: bool = False
    typed: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class NoteField:
    """A few lines to write. `most` is how many characters; `fault`, what was wrong with them."""

    name: str
    label: str
    hint: str
    most: int
    value: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One action in words. `switch` is the merchant's on/off setting for it.

    `operation_id` is minted as the page is rendered, so a double click asks for one thing once.
    `view` names the block's own page that it leads to, `link` an address elsewhere; without
    either it is a form. `danger`: it ends something. `waits` says when it becomes possible, where
    it is not yet: then there is nothing to press. `open`: a link or a fault asks for it to be.
    """

    name: str
    switch: str
    label: str
    confirm_label: str = ""
    back_label: str = ""
    other_label: str = ""
    consequence: list[str] = field(default_factory=list)
    primary: bool = False
    danger: bool = False
    reasons: list[tuple[str, str]] = field(default_factory=list)
    day: DayField | None = None
    note: NoteField | None = None
    address: AddressForm | None = None
    view: str = ""
    link: str = ""
    waits: str = ""
    url: str = ""
    open: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What offers are made of: the subscription, who looks, the card's words, the settings."""

    subscription: Subscription
    viewer: Viewer
    card: str
    value: Mapping[str, Any]
    sold: frozenset[str] = frozenset()

    @property
    def now(self) -> datetime:
        """The viewer's time."""
        return self.viewer.subject.now
