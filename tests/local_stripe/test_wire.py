"""Requests and answers: contract, lists, expansion, idempotency, keys."""

import re
import urllib.error
import urllib.request

import pytest
import stripe

from local_stripe import registry, routes
from tests.local_stripe.cast import control


def test_unknown_parameter_is_refused_in_stripes_words(api):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.customers.create({"emial": "a@example.com"})
    assert caught.value.user_message == "Received unknown parameter: emial"
    assert (caught.value.code, caught.value.param) == ("parameter_unknown", "emial")


def test_unknown_nested_parameter_is_named_with_its_place(api, shop):
    items = [{"price": shop.price().id, "quantty": 2}]
    with pytest.raises(stripe.InvalidRequestError, match=r"items\[0\]\[quantty\]"):
        api.subscriptions.create({"customer": shop.customer().id, "items": items})


def test_refused_request_leaves_nothing(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.customers.create({"balance": "much"})
    assert api.customers.list().data == []


def test_lists_are_newest_first_and_paged_both_ways(api):
    made = [api.customers.create({"name": str(n)}).id for n in range(5)][::-1]
    first = api.customers.list({"limit": 2})
    second = api.customers.list({"limit": 2, "starting_after": made[1]})
    back = api.customers.list({"limit": 2, "ending_before": made[3]})
    assert [[one.id for one in page.data] for page in (first, second, back)] == [
        made[:2],
        made[2:4],
        made[1:3],
    ]
    assert (first.has_more, back.has_more) == (True, True)
    assert [one.id for one in api.customers.list({"limit": 2}).auto_paging_iter()] == made


def test_lists_are_filtered_by_time(local, api):
    local.clock_to(1_700_000_000)
    old = api.customers.create({"name": "Old"})
    local.clock_to(1_800_000_000)
    new = api.customers.create({"name": "New"})
    found = api.customers.list({"created": {"gte": 1_750_000_000}}).data
    assert [one.id for one in found] == [new.id]
    assert [c.id for c in api.customers.list({"created": {"lt": 1_750_000_000}}).data] == [old.id]


@pytest.mark.parametrize("limit", [0, 101])
def test_limit_has_bounds(api, limit):
    with pytest.raises(stripe.InvalidRequestError, match="between 1 and 100"):
        api.customers.list({"limit": limit})


def test_expansion_follows_four_levels_of_a_list(api, shop):
    shop.subscribe()
    path = "data.latest_invoice.customer.invoice_settings.default_payment_method"
    found = api.subscriptions.list({"expand": [path]}).data[0]
    customer = found.latest_invoice.customer
    assert customer.invoice_settings.default_payment_method.card.last4 == "4242"


def test_expansion_that_leads_nowhere_is_refused(api, shop):
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        api.customers.retrieve(shop.customer().id, {"expand": ["nothing"]})


def test_same_key_is_answered_the_same_and_done_once(api):
    options = {"idempotency_key": "once"}
    first = api.customers.create({"name": "Ann"}, options)
    again = api.customers.create({"name": "Ann"}, options)
    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(api.customers.list().data) == 1


def test_same_key_with_other_parameters_is_refused(api):
    api.customers.create({"name": "Ann"}, {"idempotency_key": "once"})
    with pytest.raises(stripe.IdempotencyError):
        api.customers.create({"name": "Bo"}, {"idempotency_key": "once"})


def test_declined_payment_is_replayed_as_declined(api):
    given = {"amount": 900, "currency": "usd", "confirm": True}
    given["payment_method"] = "pm_card_chargeDeclined"
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            api.payment_intents.create(given, {"idempotency_key": "pay"})
    assert len(api.payment_intents.list().data) == 1


def test_key_of_a_request_that_was_not_understood_is_free(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.customers.create({"emial": "x"}, {"idempotency_key": "once"})
    assert api.customers.create({"email": "x"}, {"idempotency_key": "once"}).id


def test_answers_carry_stripes_headers(api):
    headers = api.customers.create({}, {"idempotency_key": "k"}).last_response.headers
    assert headers["Request-Id"].startswith("req_")
    assert (headers["Stripe-Version"], headers["Idempotency-Key"]) == (stripe.api_version, "k")


def test_live_keys_are_refused(local, connect):
    with pytest.raises(stripe.AuthenticationError, match="test keys only"):
        connect(local.url, key="sk_live_secret").v1.customers.list()


def test_live_key_is_refused_whatever_else_it_says(local, connect):
    with pytest.raises(stripe.AuthenticationError):
        connect(local.url, key="sk_live_x_test_y").v1.customers.list()


def test_page_of_another_origin_may_not_use_the_controls(local):
    request = urllib.request.Request(local.url + "/_local/reset", data=b"{}")
    request.add_header("Origin", "http://evil.test")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 403
    caught.value.close()


def test_every_answered_call_is_one_of_stripes():
    known = {f"{r.method} {re.sub('{[^}]+}', '{id}', r.template)}" for r in routes.all_routes()}
    assert set(registry.calls()) <= known


def test_bug_in_a_handler_is_a_500_and_a_violation(local, api, monkeypatch):
    monkeypatch.setattr(registry, "find", lambda *_request: (lambda *_: 1 / 0, ()))
    with pytest.raises(stripe.APIError, match="ZeroDivisionError"):
        api.customers.list()
    assert local.stripe.violations.pop().where == "handler"


def test_search_is_not_taken_for_a_name(api):
    assert api.customers.search({"query": "name:'a'"}).data == []


def test_missing_key_is_refused(local):
    assert control(local.url, "/v1/customers")[0] == 401


def test_calls_that_stripe_does_not_have_are_404(local):
    assert control(local.url, "/_local/nothing")[0] == 404


def test_call_that_is_not_built_says_so(api):
    with pytest.raises(stripe.APIError, match="does not answer"):
        api.quotes.list()


def test_parameters_without_effect_are_shown_in_the_contract_log(local, api, shop):
    api.customers.update(shop.customer(card=None).id, {"tax": {"ip_address": "127.0.0.1"}})
    ignored = control(local.url, "/_local/contract")[1]["ignored"]
    assert ["tax"] in ignored.values()


def test_browser_needs_the_secret_of_an_intent(local, api, connect):
    intent = api.setup_intents.create({})
    browser = connect(local.url, key="pk_test_local").v1
    with pytest.raises(stripe.PermissionError):
        browser.customers.list()
    with pytest.raises(stripe.PermissionError):
        browser.setup_intents.retrieve(intent.id, {"client_secret": "wrong"})
    secret = {"client_secret": intent.client_secret}
    assert browser.setup_intents.retrieve(intent.id, secret).id == intent.id


def test_account_and_events_can_be_read(api, shop):
    shop.customer()
    assert api.accounts.retrieve_current().id == "acct_local"
    newest = api.events.list({"types": ["customer.created", "customer.updated"]}).data[0]
    assert api.events.retrieve(newest.id).type == "customer.updated"
    assert newest.data.previous_attributes.to_dict()


def test_key_is_forgotten_after_a_day(local, api):
    options = {"idempotency_key": "once"}
    first = api.customers.create({"name": "Ann"}, options).id
    local.advance(23 * 3600)
    assert api.customers.create({"name": "Ann"}, options).id == first
    local.advance(2 * 3600)
    assert api.customers.create({"name": "Ann"}, options).id != first


def test_key_has_a_length(api):
    with pytest.raises(stripe.StripeError, match="255 characters"):
        api.customers.create({}, {"idempotency_key": "k" * 256})


@pytest.mark.parametrize(
    "metadata",
    [{"k" * 41: "v"}, {"k": "v" * 501}, {f"k{n}": "v" for n in range(51)}],
    ids=["key", "value", "number"],
)
def test_metadata_has_limits(api, metadata):
    with pytest.raises(stripe.InvalidRequestError, match="etadata"):
        api.customers.create({"metadata": metadata})


def test_events_are_kept_for_thirty_days(local, api):
    api.customers.create({"name": "Old"})
    old = api.events.list().data[0]
    local.advance(31 * 86400)
    api.customers.create({"name": "New"})
    assert [one.data.object["name"] for one in api.events.list().data] == ["New"]
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        api.events.retrieve(old.id)


def test_events_are_judged_as_answers_are(local):
    stripe_itself = local.stripe
    with stripe_itself.state.transaction():
        stripe_itself.world.emit("customer.created", {"object": "customer", "id": "cus_bare"})
    assert {one.call for one in stripe_itself.violations} == {"event customer.created"}
    stripe_itself.violations.clear()
