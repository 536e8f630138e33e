"""What a customer answered to an offer that is made once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer


class OfferAnswer(models.Model):
    """The newest answer of a customer to the offer of one block of one page."""

    class Answer(models.TextChoices):
        DECLINED = "declined", _("No, thank you")
        BOUGHT = "bought", _("Bought")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="offer_answers")
    page_id = models.PositiveBigIntegerField()
    block_id = models.CharField(max_length=36)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "page_id", "block_id"], name="offer_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.block_id}: {self.answer}"
