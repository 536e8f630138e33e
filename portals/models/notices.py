"""Which e-mails a portal writes to its customers, and in whose name."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portals.notices import NoticeSettingsForm


@register_setting(icon="mail", order=2)
class NoticeSettings(BaseSiteSetting):
    """What a portal tells its customers about by e-mail. `switched_off` names kinds of notices.

    `own_words` holds what the merchant wrote, by kind: `{"subject": …, "intro": …}`, either empty
    where our own words stand.
    """

    is_on = models.BooleanField(
        _("this portal writes to its customers"),
        default=True,
        help_text=_("Where several portals share a shop, the first that does writes."),
    )
    switched_off = models.JSONField(_("switched off"), default=list, blank=True)
    sender_name = models.CharField(
        _("sender's name"),
        max_length=100,
        blank=True,
        help_text=_("Empty: the portal's name."),
    )
    reply_to = models.EmailField(
        _("replies go to"), blank=True, help_text=_("Empty: the portal's support address.")
    )
    postal_address = models.TextField(
        _("postal address"),
        blank=True,
        help_text=_("Stands below every e-mail. Many countries ask for it."),
    )
    renewal_days = models.PositiveSmallIntegerField(
        _("days before a renewal"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    renewal_from_days = models.PositiveSmallIntegerField(
        _("for subscriptions charged every so many days, or less often"),
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("28: monthly ones and longer. 365: yearly ones. 1: all of them."),
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
    own_words = models.JSONField(default=dict, blank=True, editable=False)

    edit_handler = ObjectList(
        [
            FieldPanel("is_on"),
            FieldPanel("switched_off", heading=_("E-mails this portal sends")),
            MultiFieldPanel(
                [FieldPanel("sender_name"), FieldPanel("reply_to"), FieldPanel("postal_address")],
                heading=_("Who writes"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("renewal_days"),
                    FieldPanel("renewal_from_days"),
                    FieldPanel("trial_days"),
                    FieldPanel("pause_days"),
                ],
                heading=_("How long before"),
            ),
        ],
        base_form_class=NoticeSettingsForm,
    )

    class Meta:
        verbose_name = _("e-mails to customers")

    def sends(self, kind: str) -> bool:
        """Whether this portal writes e-mails of this kind."""
        return self.is_on and kind not in self.switched_off
