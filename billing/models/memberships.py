"""A customer's place in a club: their number, and since when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from portals.models import Club


class Membership(models.Model):
    """Made when a product of the club is bought first, and kept when the membership ends.

    `number` is given once, by the club's scheme, and never given to anybody else.
    """

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="memberships")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="memberships")
    number = models.CharField(_("member number"), max_length=40)
    since = models.DateTimeField(_("member since"))

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["club", "customer"], name="membership_once"),
            models.UniqueConstraint(fields=["club", "number"], name="member_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.club} {self.number}"
