"""What a customer types to sign in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OrderNumberForm(forms.Form):
    """E-mail address and order number. Forgiving about spaces, case and a leading “#”."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one you used when you ordered."),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.com."),
        },
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    order_number = forms.CharField(
        label=_("Order number"),
        help_text=_("It stands in the e-mail we sent when you ordered."),
        error_messages={"required": _("Enter the number of one of your orders.")},
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_email(self) -> str:
        """Return the address as it is kept: in lower case."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_order_number(self) -> str:
        """Return the number without what people add to it."""
        return str(self.cleaned_data["order_number"]).strip().removeprefix("#").strip()
