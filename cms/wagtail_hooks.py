"""What Portico adds to Wagtail: the gate before every page, products and events in the editor."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from billing.models import Product
from cms.coverage import hooks as coverage_reports
from cms.customers.viewset import customer_permissions, customers_viewset
from cms.demo.panel import hooks as demo_panel
from cms.exports import escape_exports
from cms.gallery import hooks as gallery
from cms.inbox.viewset import event_permissions, inbox_viewset
from cms.keys.viewset import key_permissions, keys_viewset
from cms.leaving import hooks as leaving_report
from cms.media.serving import gate_document
from cms.notices.viewset import notice_permissions, notices_viewset
from cms.previewing import panel as preview_panel
from cms.privacy.viewset import (
    add_open_requests,
    privacy_request_permissions,
    privacy_requests_viewset,
)
from cms.routing import gate_page
from cms.rules.dialog import after_publishing, before_publishing
from cms.rules.named.views import register_rule_actions
from cms.rules.named.viewset import named_rules_viewset, rule_permissions
from cms.rules.urls import rules_urls
from cms.shared_addresses.viewset import (
    add_open_cases,
    shared_address_permissions,
    shared_addresses_viewset,
)
from cms.stripe_accounts.notices import add_stripe_notices
from cms.stripe_accounts.viewset import (
    account_permissions,
    register_account_actions,
    stripe_accounts_viewset,
)
from cms.why import hooks as why_panel

hooks.register("on_serve_page", gate_page, order=-100)
hooks.register("before_serve_document", gate_document)


class ProductViewSet(SnippetViewSet):
    """Products come from Stripe or an import; a merchant says which clubs they make members of."""

    model = Product
    icon = "pick"
    menu_label = _("Products")
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["name", "shop", "is_active"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("shop", read_only=True),
        FieldPanel("description"),
        FieldPanel("clubs", widget=None),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        """List products by name."""
        return Product.objects.select_related("shop").order_by("name")


register_snippet(ProductViewSet)
hooks.register("register_admin_viewset", inbox_viewset)
hooks.register("register_permissions", event_permissions)
hooks.register("register_admin_viewset", notices_viewset)
hooks.register("register_permissions", notice_permissions)
hooks.register("register_admin_viewset", keys_viewset)
hooks.register("register_permissions", key_permissions)
escape_exports()
hooks.register("register_admin_viewset", customers_viewset)
hooks.register("register_permissions", customer_permissions)
hooks.register("register_admin_viewset", stripe_accounts_viewset)
hooks.register("register_permissions", account_permissions)
hooks.register("register_log_actions", register_account_actions)
hooks.register("construct_homepage_panels", add_stripe_notices)
hooks.register("register_admin_viewset", shared_addresses_viewset)
hooks.register("register_permissions", shared_address_permissions)
hooks.register("construct_homepage_summary_items", add_open_cases)
hooks.register("register_admin_viewset", privacy_requests_viewset)
hooks.register("register_permissions", privacy_request_permissions)
hooks.register("construct_homepage_summary_items", add_open_requests)
hooks.register("register_admin_urls", rules_urls)
hooks.register("before_publish_page", before_publishing)
hooks.register("after_publish_page", after_publishing)
hooks.register("register_admin_viewset", named_rules_viewset)
hooks.register("register_permissions", rule_permissions)
hooks.register("register_log_actions", register_rule_actions)
preview_panel.register()
why_panel.register()
coverage_reports.register()
leaving_report.register()
gallery.register()
demo_panel.register()
