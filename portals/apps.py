"""Wires the portals into Django."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class PortalsConfig(AppConfig):
    """Portals change rarely and are asked for at every request: watch for changes."""

    name = "portals"
    verbose_name = "Portals"

    def ready(self) -> None:
        from wagtail.models import Site

        from portals import checks  # noqa: F401  (registers them)
        from portals.models import Club, PortalSettings, Shop
        from portals.registry import portals_changed

        for model in (Club, PortalSettings, Shop, Site):
            for signal in (post_save, post_delete):
                signal.connect(portals_changed, sender=model, dispatch_uid=f"portals.{model}")
