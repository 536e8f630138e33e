"""Tells Django of the package."""

from django.apps import AppConfig


class AccessRulesConfig(AppConfig):
    name = "access_rules"
    verbose_name = "Access rules"

    def ready(self) -> None:
        from access_rules.permissions import register_permissions

        register_permissions()
