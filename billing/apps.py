"""Tells Django of the package."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Orders, subscriptions and the mirror of Stripe, with checks of what they need."""

    name = "billing"
    verbose_name = "Orders and subscriptions"

    def ready(self) -> None:
        from billing import checks  # noqa: F401  (registers them)
