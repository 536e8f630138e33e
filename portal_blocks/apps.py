"""Tells Django of the package."""

from django.apps import AppConfig


class PortalBlocksConfig(AppConfig):
    name = "portal_blocks"
    verbose_name = "Portal blocks"
