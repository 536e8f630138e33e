"""Searches: the language, its fields, pages, and an index that lags behind."""

import pytest
import stripe

from local_stripe.errors import ApiError
from local_stripe.search import Fields, compiled

FIELDS = Fields(
    "things",
    {"name": "string", "status": "token", "total": "numeric", "metadata": "token"},
    {"total": "sums.total"},
)
THING = {
    "name": "Rocket Rides",
    "status": "active",
    "sums": {"total": 1500},
    "metadata": {"box": "7", 'a "b"': "x"},
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('status:"active"', True),
        ("STATUS:'ACTIVE'", False),
        ("status:'ACTIVE'", True),
        ('-status:"active"', False),
        ('name~"ride"', True),
        ('name:"rocket"', False),
        ("total>1499 total<=1500", True),
        ('total>"1500"', False),
        ('metadata["box"]:"7"', True),
        ('metadata["a \\"b\\""]:"x"', True),
        ('metadata["lid"]:null', True),
        ('-metadata["box"]:null AND status:"active"', True),
        ('status:"ended" OR total:1500', True),
        ('status:"ended" or total:1', False),
    ],
)
def test_query_finds_what_it_says(query, found):
    if query.startswith("STATUS"):
        with pytest.raises(ApiError, match="unsupported search field"):
            compiled(query, FIELDS)
        return
    assert compiled(query, FIELDS)(THING) is found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "1 to 10"),
        (" ".join(['status:"a"'] * 11), "1 to 10"),
        ('status:"a" AND name:"b" OR name:"c"', "cannot combine"),
        ('colour:"red"', "`colour` is an unsupported"),
        ('metadata:"red"', "unsupported"),
        ('status["a"]:"red"', "unsupported"),
        ("status:red", "unable to parse"),
        ('status~"active"', "cannot be used"),
        ('name~"ab"', "cannot be used"),
        ('total~"150"', "cannot be used"),
        ('total>"many"', "not a number"),
        ("name~null", "unable to parse"),
    ],
)
def test_query_that_makes_no_sense_is_refused(query, message):
    with pytest.raises(ApiError, match=message):
        compiled(query, FIELDS)


def test_customers_are_found_by_mail_name_and_metadata(api):
    made = api.customers.create({"email": "Ann@Example.com", "name": "Ann", "metadata": {"a": "1"}})
    api.customers.create({"email": "bo@example.com"})
    for query in ('email:"ann@example.com"', 'name~"ann"', 'metadata["a"]:"1" AND created>0'):
        found = api.customers.search({"query": query})
        assert ([one.id for one in found.data], found.has_more) == ([made.id], False)


def test_everything_about_a_sale_can_be_searched(api, shop):
    subscription = shop.subscribe()
    invoice = shop.invoices(subscription.id)[0]
    of_invoice = f'subscription:"{subscription.id}" AND total:2000 AND number~"0001"'
    assert api.invoices.search({"query": of_invoice}).data[0].id == invoice.id
    assert api.subscriptions.search({"query": 'status:"active"'}).data[0].id == subscription.id
    query = f'customer:"{subscription.customer}" AND status:"succeeded"'
    assert api.payment_intents.search({"query": query}).data[0].amount == 2000
    assert api.products.search({"query": 'name:"coffee" AND active:"true"'}).data
    assert api.charges.search({"query": 'payment_method_details.card.last4:"4242"'}).data
    assert api.prices.search({"query": f'product:"{shop.product.id}"'}).data


def test_results_come_in_pages_newest_first(api):
    made = [api.customers.create({"name": "Ann"}).id for _ in range(5)][::-1]
    given = {"query": 'name:"ann"', "limit": 2, "expand": ["total_count"]}
    first = api.customers.search(given)
    assert (first.total_count, first.has_more) == (5, True)
    assert [one.id for one in first.auto_paging_iter()] == made


@pytest.mark.parametrize("given", [{"limit": 0}, {"page": "nonsense"}])
def test_bad_limits_and_pages_are_refused(api, given):
    with pytest.raises(stripe.InvalidRequestError):
        api.customers.search({"query": 'name:"a"', **given})


def test_index_lags_behind_by_as_much_as_is_set(local, api):
    old = api.customers.create({"name": "Ann"})
    local.set(search_delay=60)
    api.customers.update(old.id, {"name": "Bea"})
    api.customers.create({"name": "Bea"})
    assert len(api.customers.search({"query": 'name:"ann"'}).data) == 1
    assert api.customers.search({"query": 'name:"bea"'}).data == []
    local.advance(61)
    assert len(api.customers.search({"query": 'name:"bea"'}).data) == 2


def test_deleted_customers_are_not_found(api):
    api.customers.delete(api.customers.create({"name": "Ann"}).id)
    assert api.customers.search({"query": 'name:"ann"'}).data == []
