import pytest

from billing.actions.baskets import LONGEST_KEY, Basket, NoQuote, NotSold, basket_of, quote
from billing.actions.errors import Foreign
from billing.gateway.selling import Wanted
from portals.models import Shop
from tests.billing.actions.shelf import buyer, shelve


def test_basket_is_named_by_what_is_in_it(pot):
    basket = basket_of([(pot, 2)])
    assert basket.title == "2 \N{MULTIPLICATION SIGN} Pot"
    assert (basket.key, basket.currency) == (pot.external_id, "EUR")
    assert (basket.products, basket.is_recurring) == ((pot.product_id,), False)


def test_large_baskets_that_differ_at_the_end_are_two():
    first, second = (
        Basket(1, tuple(Wanted(f"price_{n:024}", 1) for n in ids), (), "EUR", False, "")
        for ids in ((1, 2, 3, 4, 5, 6), (1, 2, 3, 4, 5, 7))
    )
    assert first.key != second.key
    assert max(len(first.key), len(second.key)) <= LONGEST_KEY


def test_several_things_are_quoted_together(shop, ada, pot):
    lid = shelve(shop, amount=1100, name="Lid")
    cost = quote(ada, basket_of([(pot, 1), (lid, 2)])).cost
    assert (cost.subtotal, cost.due) == (11100, 11100)


@pytest.mark.parametrize("other", [{"currency": "usd"}, {"interval": "month"}])
def test_what_is_paid_differently_is_not_bought_together(shop, pot, other):
    with pytest.raises(NotSold, match="together"):
        basket_of([(pot, 1), (shelve(shop, **other), 1)])


def test_empty_basket_is_not_sold():
    with pytest.raises(NotSold):
        basket_of([])


def test_same_quote_has_the_same_fingerprint(ada, pot):
    first, second = (quote(ada, basket_of([(pot, 1)])) for _ in range(2))
    assert first == second


def test_fingerprint_is_of_this_customer_quantity_and_price(ada, pot, shop):
    eve, lid = buyer(email="eve@example.com"), shelve(shop)
    quotes = [(ada, pot, 1), (eve, pot, 1), (ada, pot, 2), (ada, lid, 1)]
    prints = {quote(who, basket_of([(what, n)])).fingerprint for who, what, n in quotes}
    assert len(prints) == 4


@pytest.mark.parametrize("fault", ["429", "500", "503", "down", "malformed", "401"])
def test_without_an_answer_there_is_no_quote_and_nothing_happened(stripe, ada, pot, fault):
    stripe.fault(fault, "POST /v1/invoices/create_preview", times=3)
    with pytest.raises(NoQuote, match="You have not been charged"):
        quote(ada, basket_of([(pot, 1)]))


def test_price_that_stripe_does_not_know_is_not_sold(ada, pot):
    pot.external_id = "price_gone"
    with pytest.raises(NotSold):
        quote(ada, basket_of([(pot, 1)]))


def test_customer_of_another_shop_is_not_quoted(ada, pot):
    ada.shop = Shop.objects.create(name="Elsewhere")
    with pytest.raises(Foreign):
        quote(ada, basket_of([(pot, 1)]))


def test_deleted_customer_is_not_quoted(ada, pot, now):
    ada.deleted_at = now
    with pytest.raises(NotSold):
        quote(ada, basket_of([(pot, 1)]))
