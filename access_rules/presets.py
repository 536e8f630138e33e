"""The ready-made rules a merchant picks from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from access_rules.errors import RuleFault
from access_rules.parsing import parse

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Rule = dict[str, Any]

EVERYONE: Rule = {"version": 1, "all": [{"condition": "everyone"}]}
ANY_CUSTOMER: Rule = {"version": 1, "all": [{"condition": "any_customer"}]}
ACTIVE: Rule = {"version": 1, "all": [{"condition": "standing", "value": "active"}]}
INACTIVE: Rule = {"version": 1, "all": [{"condition": "standing", "value": "inactive"}]}


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made rule with its words. Copy `rule` before changing it."""

    rule: Rule
    label: StrPromise
    help_text: StrPromise


PRESETS: dict[str, Preset] = {
    "everyone": Preset(EVERYONE, _("Everyone"), _("Signed in or not.")),
    "any_customer": Preset(
        ANY_CUSTOMER, _("Any customer"), _("Whoever is signed in, whatever they bought.")
    ),
    "active": Preset(
        ACTIVE, _("Active"), _("Customers whose subscription counts by this portal's settings.")
    ),
    "inactive": Preset(
        INACTIVE, _("Inactive"), _("Signed-in customers without a subscription that counts.")
    ),
}


def preset_of(rule: object) -> str | None:
    """Return the key of the preset that `rule` is, None for any other rule, also a faulty one."""
    try:
        tree = parse(rule)
    except RuleFault:
        return None
    return next((key for key, preset in PRESETS.items() if parse(preset.rule) == tree), None)
