"""What is sold, and for how much."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portals.models import Club, Shop


class Product(models.Model):
    """Something a shop sells, once or by subscription. Buying a club's product makes a member."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="products")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=128)
    name = models.CharField(_("name"), max_length=200)
    description = models.CharField(_("description"), max_length=500, blank=True)
    image_url = models.CharField(_("picture"), max_length=500, blank=True)
    is_active = models.BooleanField(_("is sold"), default=True)
    clubs = models.ManyToManyField(Club, blank=True, related_name="products")
    fetched_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True  # pages name products in ways that index cannot read

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "source", "external_id"], name="product_of_source_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """One way to pay for a product, as Stripe has it. `unit_amount` is minor units.

    `interval` is day, week, month or year; empty where it is paid once. Prices that Stripe cannot
    say in one figure (by tiers, or as the customer likes) are not kept.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    external_id = models.CharField(max_length=128)
    nickname = models.CharField(_("name"), max_length=200, blank=True)
    currency = models.CharField(max_length=3)
    unit_amount = models.BigIntegerField()
    interval = models.CharField(max_length=10, blank=True)
    interval_count = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(_("is sold"), default=True)
    fetched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["unit_amount", "id"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "external_id"], name="price_of_shop_once")
        ]

    def __str__(self) -> str:
        return self.nickname or self.external_id

    @property
    def is_recurring(self) -> bool:
        """Whether buying it makes a subscription."""
        return bool(self.interval)
