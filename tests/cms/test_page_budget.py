from __future__ import annotations

import gc
import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.bench.full_page import ORDERS, full_page_blocks, furnish
from tests.pages import again, make_home, make_page

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
BUDGET = 7  # queries: the session, orders with lines and parcels, subscriptions, cards, details
KB = 60
FIFTY = 50


@pytest.fixture
def reader(shop, people, visit, now):
    """A browser of somebody with 20 orders, three subscriptions and a card, at the full page."""
    furnish(people["active"], now)
    home = make_home(shop, *full_page_blocks())
    more = [one for _ in range(7) for one in full_page_blocks()][:FIFTY]
    make_page(Page.objects.get(pk=home.pk), "fifty", *more)
    client = visit(again(shop), "active")
    for path in ("/", "/fifty/"):
        client.get(path)
    gc.collect()
    return client


def queries_of(client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


def shown(html: str) -> set[str]:
    return set(re.findall(r'data-block="(\w+)"', html))


def test_a_page_with_eight_blocks_of_data_stays_within_its_budget(
    reader, django_assert_max_num_queries
):
    with django_assert_max_num_queries(BUDGET):
        html = reader.get("/").content.decode()
    assert {one["type"] for one in full_page_blocks()} <= shown(html)
    assert html.count("order-row__what") == ORDERS


def test_the_page_is_no_larger_than_it_may_be(reader):
    assert len(gzip.compress(reader.get("/").content)) < KB * 1024


def test_fifty_blocks_of_the_same_kinds_cost_no_query_more(reader):
    once, often = queries_of(reader, "/"), queries_of(reader, "/fifty/")
    assert len(reader.get("/fifty/").content) > 3 * len(reader.get("/").content)
    assert sorted(sql.split(" WHERE ")[0] for sql in often) == sorted(
        sql.split(" WHERE ")[0] for sql in once
    )


def test_the_page_writes_nothing(reader):
    writes = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")
    assert not [sql for sql in queries_of(reader, "/") if sql.startswith(writes)]
