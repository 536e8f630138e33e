from __future__ import annotations

import gc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests.bench.full_page import full_page_blocks, furnish
from tests.pages import again, block, controls, make_home, make_page

# Wagtail leaves the file of a picture's new size to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
BUDGET = 8  # queries; each costs about a millisecond of CPU, so their count is the page's price
SHARED = ("billing_subscription", "billing_card")


@pytest.fixture
def reader(shop, people, visit, now):
    """A browser of somebody with 20 orders, a subscription and a card, at the full page."""
    furnish(people["active"], now)
    home = make_home(shop, *full_page_blocks())
    more = [controls(), block("card_on_file", heading="Again"), controls()]
    make_page(Page.objects.get(pk=home.pk), "more", *full_page_blocks(), *more)
    client = visit(again(shop), "active")
    for path in ("/", "/more/"):
        assert client.get(path).content.count(b"order-row__what") == 20
    gc.collect()
    return client


def queries_of(client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in queries]


def reading(table: str, queries: list[str]) -> int:
    return sum(f'FROM "{table}" ' in query for query in queries)


def test_a_page_with_eight_kinds_of_blocks_stays_within_its_budget(
    reader, django_assert_max_num_queries
):
    with django_assert_max_num_queries(BUDGET):
        assert reader.get("/").status_code == 200


def test_more_blocks_of_the_same_kinds_read_subscriptions_and_cards_once(reader):
    queries = queries_of(reader, "/more/")
    assert [reading(table, queries) for table in SHARED] == [1, 1]


def test_three_more_blocks_of_the_same_kinds_cost_no_query_more(reader):
    assert len(queries_of(reader, "/more/")) == len(queries_of(reader, "/"))


def test_the_page_writes_nothing(reader):
    writes = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")
    assert not [sql for sql in queries_of(reader, "/") if sql.startswith(writes)]
