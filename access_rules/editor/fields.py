"""A rule as a model field, a form field and a block: JSON in the database, cards in the editor.

One widget serves both the page's own tab and each block's settings (`widget.py`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import FieldBlock

from access_rules.editor.stored import (
    Rule,
    as_text,
    audience_name,
    check_rule,
    read_rule,
    sentence_of,
)
from access_rules.editor.widget import RuleWidget
from access_rules.presets import EVERYONE

__all__ = [
    "RuleBlock",
    "RuleField",
    "RuleFormField",
    "RuleWidget",
    "as_text",
    "audience_name",
    "check_rule",
]


class RuleFormField(forms.Field):
    """Cleans to a rule (a dict); refuses what the engine could not decide on."""

    widget = RuleWidget
    default_error_messages = {"required": _("Choose who sees this.")}

    def clean(self, value: Any) -> Rule:
        """Return the rule chosen."""
        rule = read_rule(value)
        if not rule:
            raise ValidationError(self.error_messages["required"], code="required")
        check_rule(rule)
        return rule

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare rules, not their spelling."""
        return as_text(read_rule(initial)) != as_text(read_rule(data))


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
        """Return what the widget shows."""
        return as_text(value)

    def value_from_form(self, value: Any) -> Rule:
        """Return the rule chosen."""
        return read_rule(value)

    def get_form_state(self, value: Rule) -> dict[str, str]:
        """Return the state for the editor's JavaScript: the rule, and how it reads."""
        return {"rule": as_text(value), "sentence": sentence_of(value)}

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
