"""The groups of a person's details: what each shows, and the form to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from billing.details import BILLING, NAME, PARTS, PHONE, SHIPPING
from portal_blocks.base import Place
from portal_blocks.details.about import ACTIONS, EDITABLE, EMAIL, HIDDEN, About, lines_of
from portal_blocks.details.forms import FORMS, DetailForm
from portal_blocks.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """One group. `lines` say how it stands, none where nothing is known.

    `form` is None where it cannot be changed, `is_checking` while a change is not settled.
    """

    part: str
    label: str
    lines: list[str]
    change: str = ""
    form: DetailForm | None = None
    is_checking: bool = False


def groups_of(value: Mapping[str, Any], viewer: Viewer, place: Place) -> list[DetailGroup]:
    """Return the groups that the merchant shows, in the order in which they are read."""
    about = About(viewer.data.details, value, viewer, place)
    shown = [part for part in (NAME, EMAIL, *PARTS[1:]) if value.get(part, HIDDEN) != HIDDEN]
    return [_group(part, about) for part in shown]


def _group(part: str, about: About) -> DetailGroup:
    is_checking = part in about.known.in_check
    may_change = about.value[part] == EDITABLE and part in ACTIONS and not is_checking
    return DetailGroup(
        part=part,
        label=_label(part),
        lines=lines_of(part, about),
        change=_change(part),
        form=FORMS[part](about) if may_change else None,
        is_checking=is_checking,
    )


def _label(part: str) -> str:
    return {
        NAME: _("Name"),
        EMAIL: _("E-mail address"),
        PHONE: _("Phone"),
        BILLING: _("Billing address"),
        SHIPPING: _("Delivery address"),
    }[part]


def _change(part: str) -> str:
    """What the button says aloud, out of context."""
    return {
        NAME: _("Change your name"),
        EMAIL: "",
        PHONE: _("Change your phone number"),
        BILLING: _("Change your billing address"),
        SHIPPING: _("Change your delivery address"),
    }[part]
