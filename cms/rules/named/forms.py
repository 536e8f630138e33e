"""What is asked for a named rule."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from access_rules.models import NamedRule
from cms.rules.policy import shops_of
from cms.rules.references import faults_of


class NamedRuleForm(WagtailAdminModelForm):
    """A rule with its name. Its shop is chosen once and stays: rules of that shop use it."""

    class Meta:
        model = NamedRule
        fields = ["name", "shop", "note", "rule"]
        help_texts: ClassVar[dict[str, Any]] = {
            "name": gettext_lazy("Such as “Gold in Europe”. It stands in the rules that use it."),
            "note": gettext_lazy("For yourself and your colleagues."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.shop_id is not None:
            del self.fields["shop"]
            return
        shops = shops_of(self.for_user)
        self.fields["shop"] = forms.ModelChoiceField(shops, label=_("Shop"), empty_label=None)
        if len(shops) == 1:
            self.fields["shop"].widget = forms.HiddenInput()
            self.fields["shop"].initial = shops[0].pk

    def clean(self) -> dict[str, Any]:
        """Refuse what is another shop's, and a rule that leads back to itself."""
        cleaned: dict[str, Any] = super().clean()
        shop = cleaned.get("shop") or self.instance.shop_id
        if shop is not None and cleaned.get("rule"):
            own = None if self.instance._state.adding else self.instance.pk
            for fault in faults_of(cleaned["rule"], getattr(shop, "pk", shop), own=own):
                self.add_error("rule", forms.ValidationError(str(fault), code="rule_fault"))
        return cleaned
