"""The business behind one or more portals, and its clubs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet


@register_snippet
class Shop(models.Model):
    """One business: its customers, orders and subscriptions, shared by all its portals."""

    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")

    def __str__(self) -> str:
        return self.name


class MemberNumbers(models.TextChoices):
    """How a club numbers its members."""

    SEQUENTIAL = "sequential", _("One after the other: 1, 2, 3")
    PHONE = "phone", _("Their phone number; without one, one after the other")
    RANDOM = "random", _("Random letters and digits")


@register_snippet
class Club(models.Model):
    """A named set of products; buying one makes a member. Products point here."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="clubs")
    name = models.CharField(_("name"), max_length=100)
    numbers = models.CharField(
        _("member numbers"),
        max_length=12,
        choices=MemberNumbers.choices,
        default=MemberNumbers.SEQUENTIAL,
        help_text=_("For members who join from now on; numbers that are given stay."),
    )
    last_number = models.PositiveBigIntegerField(
        _("last number given"), default=0, help_text=_("The next member gets the one after it.")
    )

    wagtail_reference_index_ignore = True  # it refers to nothing an editor could follow

    class Meta:
        verbose_name = _("club")
        verbose_name_plural = _("clubs")
        constraints = [models.UniqueConstraint(fields=["shop", "name"], name="club_name_once")]

    def __str__(self) -> str:
        return self.name
