"""Rules between the database, the form and the page: as text, back again, and in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access_rules.names import remembered
from access_rules.parsing import RuleFault, parse
from access_rules.presets import PRESETS, preset_of

Rule = Mapping[str, Any]


def as_text(rule: Rule | None) -> str:
    """Return the rule as canonical JSON text: equal rules give equal text."""
    return json.dumps(rule or {}, sort_keys=True, separators=(",", ":"))


def read_rule(value: Any) -> dict[str, Any]:
    """Return the rule in a form's text. Never raises: what is no rule comes back as a faulty one,
    so that it is refused where rules are checked and shown again as it was typed."""
    if isinstance(value, Mapping):
        return dict(value)
    try:
        read = json.loads(value or "{}")
    except (TypeError, ValueError, RecursionError):
        return {"unreadable": str(value)[:2000]}
    return read if isinstance(read, dict) else {"unreadable": str(value)[:2000]}


def check_rule(rule: Any) -> None:
    """Raise `ValidationError` naming what is wrong with a rule, and where."""
    try:
        parse(rule)
    except RuleFault as fault:
        raise ValidationError(
            _("This rule cannot be used: %(fault)s"),
            code="rule_fault",
            params={"fault": str(fault), "path": fault.path},
        ) from fault


def audience_name(rule: Rule | None) -> str:
    """Return the name of a ready-made rule, or the sentence of any other."""
    preset = preset_of(rule)
    if preset is not None:
        return str(PRESETS[preset].label)
    try:
        return parse(rule).describe()
    except RuleFault:
        return gettext("nobody: the rule is broken")


def sentence_of(rule: Rule | None) -> str:
    """Return a rule as a whole sentence: "Whoever is Active and has spent at least €100.00."."""
    if preset_of(rule) is not None:
        return audience_name(rule)
    try:
        with remembered():
            return gettext("Whoever %(meets)s.") % {"meets": parse(rule).describe()}
    except RuleFault:
        return gettext("Nobody: the rule is broken.")
