"""All figures, by the name they are printed under."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string

from tests.bench.measure import Effort, Figure

FIGURES = {
    "audience_1m_active_ms": "tests.bench.audience.audience_1m_active_ms",
    "audience_1m_country_ms": "tests.bench.audience.audience_1m_country_ms",
    "audience_1m_drip_ms": "tests.bench.audience.audience_1m_drip_ms",
    "audience_1m_editor_ms": "tests.bench.audience.audience_1m_editor_ms",
    "audience_1m_either_ms": "tests.bench.audience.audience_1m_either_ms",
    "audience_1m_members_ms": "tests.bench.audience.audience_1m_members_ms",
    "audience_1m_ms": "tests.bench.audience.audience_1m_ms",
    "audience_1m_sample_ms": "tests.bench.audience.audience_1m_sample_ms",
    "facts_1m_ms": "tests.bench.audience.facts_1m_ms",
    "facts_of_viewer_ms": "tests.bench.rules.facts_of_viewer_ms",
    "import_orders_per_s": "tests.bench.orders.import_orders_per_s",
    "menu_50_rules_us": "tests.bench.rules.menu_50_rules_us",
    "orders_deep_page_vs_first": "tests.bench.orders.orders_deep_page_vs_first",
    "page_cpu_vs_handwritten": "tests.bench.pages.page_cpu_vs_handwritten",
    "page_cpu_vs_wagtail": "tests.bench.pages.page_cpu_vs_wagtail",
    "page_css_kb": "tests.bench.weight.page_css_kb",
    "page_html_kb": "tests.bench.pages.page_html_kb",
    "page_js_kb": "tests.bench.weight.page_js_kb",
    "page_queries": "tests.bench.pages.page_queries",
    "rule_1000_stored_us": "tests.bench.rules.rule_1000_stored_us",
    "rule_1000_us": "tests.bench.rules.rule_1000_us",
    "rule_5_stored_us": "tests.bench.rules.rule_5_stored_us",
    "rule_5_us": "tests.bench.rules.rule_5_us",
    "rule_5_vs_business_rules": "tests.bench.rules.rule_5_vs_business_rules",
    "rule_5_vs_django_rules": "tests.bench.rules.rule_5_vs_django_rules",
    "rule_5_vs_json_logic": "tests.bench.rules.rule_5_vs_json_logic",
    "rule_5_vs_rule_engine": "tests.bench.rules.rule_5_vs_rule_engine",
    "rule_5_vs_wagtail_personalisation": "tests.bench.rules.rule_5_vs_wagtail_personalisation",
    "rule_5_vs_zen": "tests.bench.rules.rule_5_vs_zen",
    "sync_memory_mb": "tests.bench.sync.sync_memory_mb",
    "webhook_ms": "tests.bench.webhooks.webhook_ms",
    "webhook_vs_insert": "tests.bench.webhooks.webhook_vs_insert",
}

MILLION = frozenset(name for name in FIGURES if "_1m_" in name)
"""Those among a million customers: `make bench-large`, on a PostgreSQL of their own."""

LARGE = frozenset({"sync_memory_mb"}) | MILLION
"""Those that take minutes: measured only where they are asked for by name."""


def figure_of(name: str) -> Callable[[Effort], Figure]:
    """Return what measures a figure."""
    found: Callable[[Effort], Figure] = import_string(FIGURES[name])
    return found
