"""Wires the site together."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Pages are looked up at every request and change when somebody publishes: watch for it."""

    name = "cms"
    verbose_name = "Pages"

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from wagtail.models import Site
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms.models import PortalPage
        from cms.pages.tree import pages_changed

        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(pages_changed, dispatch_uid=f"pages.{signal}")
        post_delete.connect(pages_changed, sender=PortalPage, dispatch_uid="pages.deleted")
        post_delete.connect(pages_changed, sender=Site, dispatch_uid="pages.site")
