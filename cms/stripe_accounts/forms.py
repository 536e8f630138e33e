"""What staff types in: keys, of which the secret one is never shown again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.connecting.keys import Keys, NotConnected
from portals.models import Shop


class KeysForm(forms.Form):
    """The two keys of an account."""

    secret_key = forms.CharField(
        label=_("Secret key"),
        max_length=255,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Kept encrypted and not shown again. A restricted key is the better one."),
    )
    publishable_key = forms.CharField(
        label=_("Publishable key"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Of the same mode: both for testing or both for real money."),
    )

    @property
    def keys(self) -> Keys:
        """The keys as they were typed."""
        return Keys(self.cleaned_data["secret_key"], self.cleaned_data["publishable_key"])

    def refuse(self, fault: NotConnected) -> None:
        """Say what was not done, beside the input that is wrong."""
        self.add_error(fault.field if fault.field in self.fields else None, str(fault.message))


class ConnectForm(KeysForm):
    """Which shop gets an account of its own, and its keys."""

    shop = forms.ModelChoiceField(
        queryset=Shop.objects.none(),
        label=_("Shop"),
        help_text=_("Its payments go through this account from then on."),
    )
    field_order = ["shop", "secret_key", "publishable_key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shops: Any = self.fields["shop"]
        shops.queryset = Shop.objects.filter(stripe_account=None).order_by("name")
