"""All figures, by the name they are printed under."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string

from tests.bench.measure import Effort, Figure

FIGURES = {
    "import_orders_per_s": "tests.bench.orders.import_orders_per_s",
    "menu_50_rules_us": "tests.bench.rules.menu_50_rules_us",
    "orders_deep_page_vs_first": "tests.bench.orders.orders_deep_page_vs_first",
    "page_cpu_vs_handwritten": "tests.bench.pages.page_cpu_vs_handwritten",
    "page_cpu_vs_wagtail": "tests.bench.pages.page_cpu_vs_wagtail",
    "page_html_kb": "tests.bench.pages.page_html_kb",
    "page_queries": "tests.bench.pages.page_queries",
    "rule_1000_us": "tests.bench.rules.rule_1000_us",
    "rule_5_us": "tests.bench.rules.rule_5_us",
    "rule_5_vs_django_rules": "tests.bench.rules.rule_5_vs_django_rules",
    "sync_memory_mb": "tests.bench.sync.sync_memory_mb",
    "webhook_ms": "tests.bench.webhooks.webhook_ms",
    "webhook_vs_insert": "tests.bench.webhooks.webhook_vs_insert",
}

LARGE = {"sync_memory_mb"}
"""Those that take minutes: measured only where they are asked for by name."""


def figure_of(name: str) -> Callable[[Effort], Figure]:
    """Return what measures a figure."""
    found: Callable[[Effort], Figure] = import_string(FIGURES[name])
    return found
