"""Figures of a portal page: queries, CPU against two peers, size."""

from __future__ import annotations

import gzip
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from tests.bench.full_page import WORDS, full_page_blocks
from tests.bench.handwritten import QUERIES
from tests.bench.measure import Effort, Figure, compare
from tests.bench.peers.models import DATA_BLOCKS, BarePage
from tests.bench.world import PEER_HOST, customer_client, page, peer_client

PEERS = override_settings(ROOT_URLCONF="tests.bench.urls")
HANDWRITTEN = "/handwritten/"
FLOOR = "hand-written view"


def page_queries(_effort: Effort) -> Figure:
    """Queries of the full page for somebody signed in, and the table each begins with."""
    tables = _tables(customer_client(), "/")
    count = len(tables)
    return Figure("page_queries", count, "queries", FLOOR, count / QUERIES, {"tables": tables})


def page_cpu_vs_handwritten(effort: Effort) -> Figure:
    """CPU of the full page against a hand-written view of the same data."""
    client, peer = customer_client(), peer_client()
    with PEERS:
        tasks = {"ours": lambda: page(client), "peer": lambda: page(peer, HANDWRITTEN)}
        found = compare(tasks, effort)
        queries = len(_tables(peer, HANDWRITTEN))
        size = len(page(peer, HANDWRITTEN).content)
    value, ratio = found.median("ours") * 1000, found.ratio("ours", "peer")
    extra = {
        "against_value": found.median("peer") * 1000,
        "against_queries": queries,
        "against_raw_kb": size / 1024,
        "reach": 1.3,
    }
    return Figure("page_cpu_vs_handwritten", value, "ms CPU", FLOOR, ratio, extra)


def page_cpu_vs_wagtail(effort: Effort) -> Figure:
    """CPU of the full page against a bare Wagtail page with as many blocks, all of them text.

    Beside it, against one whose blocks show the same data.
    """
    client, peer = customer_client(), peer_client()
    home = _bare_pages()
    with PEERS:
        tasks = {
            "ours": lambda: page(client),
            "text": lambda: page(peer),
            "data": lambda: page(peer, "/data/"),
        }
        found = compare(tasks, effort)
        extra = {
            "against_value": found.median("text") * 1000,
            "against_queries": len(_tables(peer, "/")),
            "same_data_value": found.median("data") * 1000,
            "same_data_ratio": found.ratio("ours", "data"),
            "same_data_queries": len(_tables(peer, "/data/")),
        }
    home.delete()
    value, ratio = found.median("ours") * 1000, found.ratio("ours", "text")
    return Figure("page_cpu_vs_wagtail", value, "ms CPU", "bare Wagtail page", ratio, extra)


def page_html_kb(_effort: Effort) -> Figure:
    """Size of the full page as sent, compressed by gzip, against the hand-written one."""
    ours = page(customer_client()).content
    with PEERS:
        theirs = page(peer_client(), HANDWRITTEN).content
    small, peer = (len(gzip.compress(html, 6)) / 1024 for html in (ours, theirs))
    extra = {
        "raw_kb": len(ours) / 1024,
        "against_value": peer,
        "against_raw_kb": len(theirs) / 1024,
    }
    return Figure("page_html_kb", small, "kB gzip", FLOOR, small / peer, extra)


def _bare_pages() -> Page:
    """Publish a home of text blocks and, below it, a page with data in three of them."""
    count = len(full_page_blocks())
    text: dict[str, Any] = {
        "type": "text",
        "value": {"heading": "A heading", "text": f"<p>{WORDS}</p>"},
    }
    data = [{"type": name, "value": {"heading": "Yours"}} for name in DATA_BLOCKS]
    home = BarePage(title="Bare", slug="bare", body=[text] * count)
    Page.get_first_root_node().add_child(instance=home)
    rest = [text] * (count - len(data))
    home.add_child(instance=BarePage(title="Data", slug="data", body=[*rest, *data]))
    Site.objects.create(hostname=PEER_HOST, port=80, root_page=home, is_default_site=True)
    return home


def _tables(client: Client, path: str) -> list[str]:
    """Return the first table of each query of a page asked for before."""
    page(client, path)
    with CaptureQueriesContext(connection) as queries:
        page(client, path)
    return [query["sql"].split(' FROM "')[-1].split('"')[0] for query in queries]
