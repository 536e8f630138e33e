"""Which e-mails a portal writes to its customers, and in whose name."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="mail", order=2)
class NoticeSettings(BaseSiteSetting):
    """What a portal tells its customers about by e-mail. `switched_off` names kinds of notices."""

    is_on = models.BooleanField(
        _("this portal writes to its customers"),
        default=True,
        help_text=_("Where several portals share a shop, the first that does writes."),
    )
    switched_off = models.JSONField(_("switched off"), default=list, blank=True)
    sender_name = models.CharField(_("sender's name"), max_length=100, blank=True)
    reply_to = models.EmailField(_("replies go to"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    renewal_days = models.PositiveSmallIntegerField(
        _("days before a renewal"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    trial_days = models.PositiveSmallIntegerField(
        _("days before a trial ends"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    pause_days = models.PositiveSmallIntegerField(
        _("days before a pause ends"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )

    class Meta:
        verbose_name = _("e-mails to customers")
