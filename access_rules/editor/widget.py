"""Cards for the ready-made rules, and a builder for composed ones.

A hidden input holds the rule as canonical JSON text; the cards are radio buttons beside it. The
radio of a ready-made rule is sent with that rule, the one of the composed rule with nothing, so
that without JavaScript a ready-made rule can be chosen and a composed one stays as it is.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from access_rules.editor.stored import as_text, read_rule, sentence_of
from access_rules.presets import PRESETS, preset_of


class RuleWidget(forms.Widget):
    """One widget for model fields and blocks; many may stand on one page."""

    template_name = "access_rules/rule_widget.html"

    class Media:
        css = {"all": ["access_rules/rule_widget.css", "access_rules/builder.css"]}
        js = [forms.Script("access_rules/builder/main.js", type="module")]

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """Return nothing: the label names the group of cards, not one input."""
        return ""

    def format_value(self, value: Any) -> str:
        """Return canonical text; what cannot be read stays as it is."""
        rule = read_rule(value)
        return str(value) if "unreadable" in rule and isinstance(value, str) else as_text(rule)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the cards, and where the builder asks."""
        context = super().get_context(name, value, attrs)
        rule = read_rule(value)
        chosen = preset_of(rule) if rule else None
        context["widget"] |= {
            "cards": [
                {
                    "value": as_text(preset.rule),
                    "label": preset.label,
                    "help": preset.help_text,
                    "is_chosen": key == chosen,
                    "is_everyone": key == "everyone",
                }
                for key, preset in PRESETS.items()
            ],
            "is_composed": bool(rule) and chosen is None,
            "sentence": sentence_of(rule) if rule else "",
            "address": _address(),
            "label_of_composed": _("Composed: {sentence}"),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the ready-made rule chosen, else the composed one."""
        return data.get(f"{name}-choice") or data.get(name)


class RuleWidgetAdapter(WidgetAdapter):
    """Lets streams make the widget anew in the browser (`builder/main.js`)."""

    js_constructor = "access_rules.RuleWidget"


register(RuleWidgetAdapter(), RuleWidget)


def _address() -> str:
    """Return what the builder's questions begin with; empty where nothing answers them."""
    try:
        return reverse("portico_rules:frame").removesuffix("frame/")
    except NoReverseMatch:
        return ""
