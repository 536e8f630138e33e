"""What is asked for a key."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import OrdersKey
from billing.sources.faults import UnreadableError
from billing.sources.mapping_values import source
from portals.models import Shop

_SIGNER = signing.Signer(salt="cms.keys")
_MAY = ["may_send_orders", "may_send_shipments"]


class NewKeyForm(forms.ModelForm[OrdersKey]):
    """A new key. `token` holds its name, so that a form sent twice makes one key."""

    token = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = OrdersKey
        fields = ["label", "shop", "source", *_MAY]
        help_texts: ClassVar[dict[str, Any]] = {
            "label": gettext_lazy("For yourself, such as “Web shop” or “Warehouse in Leeds”."),
            "source": gettext_lazy(
                "The system that its orders are from, in small letters, such as webshop. Keys of "
                "one system share it; it stays."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = _SIGNER.sign(OrdersKey().name)
        shops = list(Shop.objects.values_list("pk", flat=True)[:2])
        if len(shops) == 1:
            self.fields["shop"].initial = shops[0]

    def clean_source(self) -> str:
        """Refuse names that orders cannot be kept under."""
        try:
            return source(self.cleaned_data["source"])
        except UnreadableError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        """Refuse a key that may do nothing; put the name the key is to have for the token."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in _MAY):
            raise forms.ValidationError(_("Choose what this key may send."))
        try:
            return {**cleaned, "token": _SIGNER.unsign(cleaned.get("token", ""))}
        except signing.BadSignature:
            raise forms.ValidationError(_("Open this page again.")) from None


class KeyForm(forms.ModelForm[OrdersKey]):
    """A key that is there: its shop and its source stay, its secret is not shown."""

    class Meta:
        model = OrdersKey
        fields = ["label", *_MAY]
