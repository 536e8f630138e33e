"""Tells Django of the package."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    verbose_name = "Orders and subscriptions"
