"""Figures of a portal page: queries, CPU against two peers, size."""

from __future__ import annotations

import gzip

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from tests.bench.full_page import WORDS, full_page_blocks
from tests.bench.measure import Effort, Figure, compare
from tests.bench.peers.models import BarePage
from tests.bench.world import PEER_HOST, customer_client, page, peer_client, world

PEERS = override_settings(ROOT_URLCONF="tests.bench.urls")


def page_queries(_effort: Effort) -> Figure:
    """Queries of the full page for somebody signed in, by what they read."""
    world()
    client = customer_client()
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    tables = [_table(query["sql"]) for query in queries.captured_queries]
    handwritten = 7
    extra = {"tables": tables}
    return Figure(
        "page_queries",
        len(queries),
        "queries",
        "hand-written view",
        len(queries) / handwritten,
        extra,
    )


def page_cpu_vs_handwritten(effort: Effort) -> Figure:
    """CPU of the full page against a hand-written view of the same data."""
    world()
    client, peer = customer_client(), peer_client()

    def handwritten() -> None:
        page(peer, "/handwritten/")

    with PEERS:
        found = compare({"ours": lambda: page(client), "peer": handwritten}, effort)
        size = len(page(peer, "/handwritten/").content)
    return Figure(
        "page_cpu_vs_handwritten",
        found.median("ours") * 1000,
        "ms CPU",
        "hand-written view",
        found.ratio("ours", "peer"),
        {"against_value": found.median("peer") * 1000, "against_raw_kb": size / 1024},
    )


def page_cpu_vs_wagtail(effort: Effort) -> Figure:
    """CPU of the full page against a bare Wagtail page with as many blocks, all of them text."""
    world()
    client, peer = customer_client(), peer_client()
    bare = _bare_page()
    with PEERS:
        found = compare({"ours": lambda: page(client), "peer": lambda: page(peer)}, effort)
        with CaptureQueriesContext(connection) as queries:
            page(peer)
    bare.delete()
    return Figure(
        "page_cpu_vs_wagtail",
        found.median("ours") * 1000,
        "ms CPU",
        "bare Wagtail page, text only",
        found.ratio("ours", "peer"),
        {"against_value": found.median("peer") * 1000, "against_queries": len(queries)},
    )


def page_html_kb(_effort: Effort) -> Figure:
    """Size of the full page as sent, compressed by gzip, against the hand-written one."""
    world()
    ours = page(customer_client()).content
    with PEERS:
        theirs = page(peer_client(), "/handwritten/").content
    small, peer = (len(gzip.compress(html, 6)) / 1024 for html in (ours, theirs))
    extra = {"raw_kb": len(ours) / 1024}
    return Figure("page_html_kb", small, "kB gzip", "hand-written view", small / peer, extra)


def _bare_page() -> Page:
    count = len(full_page_blocks())
    block = {"type": "text", "value": {"heading": "A heading", "text": f"<p>{WORDS}</p>"}}
    home = BarePage(title="Bare", slug="bare", body=[block] * count)
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.create(hostname=PEER_HOST, port=80, root_page=home, is_default_site=True)
    return home


def _table(sql: str) -> str:
    return sql.split(' FROM "')[1].split('"')[0] if ' FROM "' in sql else sql.split()[0]
