"""Wires the site together."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Pages are looked up at every request and change when somebody publishes: watch for it."""

    name = "cms"
    verbose_name = "Pages"

    def ready(self) -> None:
        # Makes `FormView[...]` possible, which the editor's views say when Wagtail finds them.
        import django_stubs_ext

        django_stubs_ext.monkeypatch()
        from django.db.models.signals import post_delete
        from wagtail.models import Site
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms.models import PortalPage
        from cms.pages.tree import pages_changed

        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(pages_changed, dispatch_uid=f"pages.{signal}")
        post_delete.connect(pages_changed, sender=PortalPage, dispatch_uid="pages.deleted")
        post_delete.connect(pages_changed, sender=Site, dispatch_uid="pages.site")
        self._watch_what_is_chosen()
        self._watch_named_rules()

    @staticmethod
    def _watch_what_is_chosen() -> None:
        """Pictures, their sizes and documents are kept with the pages on which they stand."""
        from django.db.models.signals import post_delete, post_save
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model

        from cms.models import PortalPage
        from cms.pages.kept import chosen_models
        from cms.pages.tree import pages_changed

        block = PortalPage._meta.get_field("body").stream_block
        for model in {*chosen_models(block), get_document_model()}:  # texts link documents
            for signal in (post_save, post_delete):
                uid = f"pages.{model._meta.label}.{signal}"
                signal.connect(pages_changed, sender=model, dispatch_uid=uid)
        sizes = get_image_model().get_rendition_model()
        post_delete.connect(pages_changed, sender=sizes, dispatch_uid="pages.sizes")

    @staticmethod
    def _watch_named_rules() -> None:
        from django.db.models.signals import post_delete, post_save
        from wagtail.permissions import register_permission_policy

        from access_rules.models import NamedRule
        from cms.pages.tree import pages_changed
        from cms.rules.policy import NamedRulePolicy
        from portals.registry import portals_changed

        for signal in (post_save, post_delete):
            for changed in (portals_changed, pages_changed):
                uid = f"rules.{signal}.{changed}"
                signal.connect(changed, sender=NamedRule, dispatch_uid=uid)
        register_permission_policy(NamedRule, NamedRulePolicy(NamedRule))
