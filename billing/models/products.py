"""What is sold."""

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
