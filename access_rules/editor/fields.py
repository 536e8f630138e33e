"""A rule as a model field, a form field and a block: JSON in the database, cards in the editor.

One widget serves both the page's own tab and each block's settings. Its values are the rules
themselves, as canonical JSON text; a rule that is none of the ready-made ones stays a choice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import RadioSelectAdapter
from wagtail.blocks import FieldBlock

from access_rules.parsing import RuleFault, parse
from access_rules.presets import EVERYONE, PRESETS, preset_of

Rule = Mapping[str, Any]


def as_text(rule: Rule | None) -> str:
    """Return the rule as canonical JSON text: equal rules give equal text."""
    return json.dumps(rule or {}, sort_keys=True, separators=(",", ":"))


def check_rule(rule: Any) -> None:
    """Raise `ValidationError` naming what is wrong with a rule, and where."""
    try:
        parse(rule)
    except RuleFault as fault:
        raise ValidationError(
            _("This rule cannot be used: %(fault)s"), params={"fault": str(fault)}
        ) from fault


class RuleWidget(forms.RadioSelect):
    """The ready-made rules as cards, and the rule as it stands if it is another."""

    template_name = "access_rules/rule_widget.html"
    option_template_name = "access_rules/rule_option.html"

    class Media:
        css = {"all": ["access_rules/rule_widget.css"]}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=())

    def format_value(self, value: Any) -> list[str]:
        """Return the one chosen value as canonical text."""
        return [as_text(_read(value))]

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        """Offer the ready-made rules, with what each means."""
        helps: dict[str, Any] = {
            as_text(preset.rule): preset.help_text for preset in PRESETS.values()
        }
        self.choices = [(as_text(preset.rule), preset.label) for preset in PRESETS.values()]
        chosen = value[0] if value else ""
        if chosen not in {"", "{}", *helps}:
            self.choices = [*self.choices, (chosen, _("The rule as it stands"))]
            helps[chosen] = parse(json.loads(chosen)).describe()
        groups = super().optgroups(name, value, attrs)
        for _group, options, _index in groups:
            for option in options:
                option["help_text"] = helps[option["value"]]
        return groups


register(RadioSelectAdapter(), RuleWidget)


class RuleFormField(forms.Field):
    """Cleans to a rule (a dict); refuses what the engine could not decide on."""

    widget = RuleWidget
    default_error_messages = {"required": _("Choose who sees this.")}

    def clean(self, value: Any) -> Rule:
        """Return the rule chosen."""
        rule = _read(value)
        if not rule:
            raise ValidationError(self.error_messages["required"], code="required")
        check_rule(rule)
        return rule

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare rules, not their spelling."""
        return as_text(_read(initial)) != as_text(_read(data))


def _read(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    try:
        read = json.loads(value or "{}")
    except (TypeError, ValueError, RecursionError):
        raise ValidationError(_("This is not a rule.")) from None
    return read if isinstance(read, dict) else {"not a rule": True}


class RuleField(models.JSONField):
    """A visibility rule on a model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators = [check_rule]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return the field with the cards."""
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        return models.Field.formfield(self, form_class=RuleFormField, **kwargs)


class RuleBlock(FieldBlock):
    """A visibility rule in a stream."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field_options = {"required": required, "help_text": help_text}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> RuleFormField:
        """The form field of this block."""
        return RuleFormField(**self.field_options)

    def get_default(self) -> Rule:
        """Everyone who may see what is around it."""
        return EVERYONE

    def value_for_form(self, value: Rule) -> str:
        """Return what the widget compares with its choices."""
        return as_text(value)

    def value_from_form(self, value: Any) -> Rule:
        """Return the rule chosen."""
        return _read(value)

    def get_form_state(self, value: Rule) -> str:
        """Return the state for the editor's JavaScript."""
        return as_text(value)

    def get_prep_value(self, value: Rule) -> Rule:
        """Return what is stored."""
        return dict(value or {})

    def clean(self, value: Rule) -> Rule:
        """Refuse a rule that could not be decided on."""
        return self.field.clean(value)

    def get_searchable_content(self, value: Rule) -> list[str]:
        """Rules are not content: nothing of them goes into search."""
        return []

    class Meta:
        icon = "view"
        default = EVERYONE


def audience_name(rule: Rule) -> str:
    """Return the name of a ready-made rule, or the sentence of any other."""
    preset = preset_of(rule)
    if preset is not None:
        return str(PRESETS[preset].label)
    try:
        return parse(rule).describe()
    except RuleFault:
        return str(_("nobody: the rule is broken"))
