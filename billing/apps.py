"""Tells Django of the package."""

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, pre_delete


class BillingConfig(AppConfig):
    """Orders, subscriptions and the mirror of Stripe, with checks of what they need."""

    name = "billing"
    verbose_name = "Orders and subscriptions"

    def ready(self) -> None:
        from billing import checks  # noqa: F401  (registers them)
        from billing.clubs import club_goes, clubs_changed
        from billing.models import Product
        from portals.models import Club

        m2m_changed.connect(
            clubs_changed, sender=Product.clubs.through, dispatch_uid="billing.clubs"
        )
        pre_delete.connect(club_goes, sender=Club, dispatch_uid="billing.clubs")
