"""The settings that make a Wagtail site a portal."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portals.models.shop import Club, Shop
from portals.policy import GracePolicy
from portals.return_addresses import is_usable


class PortalKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer portal: everyone with an order")
    MEMBERSHIP = "membership", _("Membership portal: members of one club")


class PauseMethod(models.TextChoices):
    HOLD = "hold", _("Hold deliveries: skip charges, restart without a new one")
    STOP = "stop", _("Stop service: end the paid period now, charge again on restart")


class CurrencyDisplay(models.TextChoices):
    SYMBOL = "symbol", _("Symbol: €24.00")
    CODE = "code", _("Code: EUR 24.00")


def time_zones() -> list[tuple[str, str]]:
    """Return all time zones, for a choice field (a callable keeps them out of migrations)."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


@register_setting(icon="site", order=1)
class PortalSettings(BaseSiteSetting):
    """What makes a site a portal. A site without them shows nothing to customers."""

    shop = models.ForeignKey(
        Shop, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("shop")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=PortalKind.choices, default=PortalKind.CUSTOMER
    )
    club = models.ForeignKey(
        Club,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("club"),
        help_text=_("Whose members get in. Only for a membership portal."),
    )
    admit_ended = models.BooleanField(
        _("former members get in"),
        default=True,
        help_text=_("People whose membership ended still see the pages for Inactive members."),
    )
    past_due_days = models.PositiveSmallIntegerField(
        _("days a failed payment is forgiven"),
        default=7,
        validators=[MaxValueValidator(365)],
        help_text=_("A member with a failed payment stays Active this long. 0: not at all."),
    )
    paused_counts = models.BooleanField(_("paused counts as Active"), default=False)
    ending_counts = models.BooleanField(
        _("cancelled but still paid counts as Active"), default=True
    )
    pause_method = models.CharField(
        _("what a pause does"),
        max_length=10,
        choices=PauseMethod.choices,
        default=PauseMethod.HOLD,
    )
    active_home = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("home of Active customers"),
        help_text=_("Where Active customers go when a page is not for them."),
    )
    inactive_home = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("home of Inactive customers"),
        help_text=_("Where Inactive customers go when a page is not for them."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=time_zones, default="Europe/London"
    )
    currency_display = models.CharField(
        _("currency"),
        max_length=10,
        choices=CurrencyDisplay.choices,
        default=CurrencyDisplay.SYMBOL,
    )
    support_email = models.EmailField(_("support address"), blank=True)
    support_phone = models.CharField(_("support phone"), max_length=40, blank=True)
    support_hours = models.CharField(
        _("when somebody answers"),
        max_length=120,
        blank=True,
        help_text=_("Such as: Monday to Friday, 9 to 17."),
    )
    legal_name = models.CharField(
        _("legal name and address"),
        max_length=300,
        blank=True,
        help_text=_("Who customers buy from, at the foot of every page."),
    )
    terms_url = models.URLField(_("terms"), blank=True)
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    return_addresses = models.TextField(
        _("addresses that links may return to"),
        blank=True,
        help_text=_(
            "One a line, such as https://shop.example.com/account. A link to one action may lead "
            "back to these, and to what is below them, once it is done."
        ),
    )
    most_cancel_steps = models.PositiveSmallIntegerField(
        _("most pages before cancelling is done"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("A way to cancel that takes more cannot be published."),
    )
    join_url = models.URLField(
        _("where to join"),
        blank=True,
        help_text=_("Shown to people who are not members, with the words “How to join”."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("shop"), FieldPanel("kind"), FieldPanel("club"), FieldPanel("admit_ended")],
            heading=_("Who gets in"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("past_due_days"),
                FieldPanel("paused_counts"),
                FieldPanel("ending_counts"),
            ],
            heading=_("Who counts as Active"),
        ),
        MultiFieldPanel(
            [FieldPanel("active_home"), FieldPanel("inactive_home")],
            heading=_("Where people go when a page is not for them"),
        ),
        FieldPanel("pause_method"),
        MultiFieldPanel(
            [
                FieldPanel("time_zone"),
                FieldPanel("currency_display"),
                FieldPanel("join_url"),
            ],
            heading=_("How it speaks"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("support_email"),
                FieldPanel("support_phone"),
                FieldPanel("support_hours"),
                FieldPanel("legal_name"),
                FieldPanel("terms_url"),
                FieldPanel("privacy_url"),
            ],
            heading=_("Who you are"),
        ),
        MultiFieldPanel(
            [FieldPanel("most_cancel_steps"), FieldPanel("return_addresses")],
            heading=_("Ways through the portal"),
        ),
    ]

    class Meta:
        verbose_name = _("portal")

    def clean(self) -> None:
        """Refuse a membership portal without a club, and another shop's club."""
        faults: dict[str, Any] = {}
        if self.kind == PortalKind.MEMBERSHIP and self.club is None:
            faults["club"] = _("A membership portal needs the club whose members get in.")
        if self.club is not None and self.club.shop_id != self.shop_id:
            faults["club"] = _("This club belongs to another shop.")
        for name in ("active_home", "inactive_home"):
            if not self._is_of_this_site(getattr(self, name)):
                faults[name] = _("Choose a page of this portal.")
        if wrong := [one for one in self.return_addresses.split() if not is_usable(one)]:
            told = _("Not an address that can be returned to: %(address)s.")
            faults["return_addresses"] = told % {"address": wrong[0]}
        if faults:
            raise ValidationError(faults)

    def _is_of_this_site(self, page: Any) -> bool:
        return page is None or page.path.startswith(self.site.root_page.path)

    @property
    def policy(self) -> GracePolicy:
        """The grace policy as the rules engine reads it."""
        return GracePolicy(self.past_due_days, self.paused_counts, self.ending_counts)
