"""The kinds of e-mails to customers, and the form in which a merchant switches them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm


class NoticeKind(models.TextChoices):
    """One kind of e-mail: about money, or about somebody's data. A merchant may switch each off."""

    CANCELLED = "cancelled", _("Subscription cancelled")
    CARD_UPDATED = "card_updated", _("Card updated")
    CONFIRM_PAYMENT = "confirm_payment", _("Payment to be confirmed")
    DATA_COPY = "data_copy", _("Copy of their data ready")
    DATA_DECLINED = "data_declined", _("Data not erased")
    DATA_ERASED = "data_erased", _("Data erased")
    ORDER = "order", _("Order confirmation")
    PAUSED = "paused", _("Subscription paused")
    PAUSE_ENDING = "pause_ending", _("Pause ends soon")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    REFUND = "refund", _("Refund")
    RENEWAL_AHEAD = "renewal_ahead", _("Renewal ahead")
    RESTARTED = "restarted", _("Subscription restarted")
    SHIPPED = "shipped", _("Order shipped")
    TRIAL_ENDING = "trial_ending", _("Trial ends soon")


class KindsField(forms.MultipleChoiceField):
    """Ticks what is sent, and gives what is not: a kind that is new is on by itself."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=NoticeKind.choices, required=False, **options)

    def prepare_value(self, value: Any) -> list[str]:
        """Turn what is switched off into ticks; ticks of a form sent back stay ticks."""
        if isinstance(value, Ticks):
            return list(value)
        off = set(value or ())
        return [kind for kind in NoticeKind.values if kind not in off]

    def clean(self, value: Any) -> list[str]:
        """Turn ticks into what is switched off."""
        ticked = set(super().clean(value))
        return [kind for kind in NoticeKind.values if kind not in ticked]

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Mark what a form was sent with as ticks."""
        return Ticks(data or ())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare ticks with ticks."""
        return super().has_changed(self.prepare_value(initial), data)


class Ticks(tuple[str, ...]):
    """Kinds that somebody ticked."""

    __slots__ = ()


class NoticeSettingsForm(WagtailAdminModelForm):
    """The settings of a portal's e-mails, with a box for each kind."""

    switched_off = KindsField(label=_("E-mails this portal sends"))
