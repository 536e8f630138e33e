import pytest

from billing.actions.baskets import NotSold
from billing.actions.buy_subscription import buy_subscription
from billing.actions.purchasing import take_back
from billing.actions.settling import settle
from billing.gateway.client import api
from billing.models import Order, Subscription
from portals.models import Club
from tests.billing.actions.shelf import agreeing, buyer, card_of, charges, confirm, goes_bad


def _at_stripe(ada):
    return api().subscriptions.list({"customer": ada.external_id, "status": "all"}).data


def test_it_begins_with_the_card_on_file_and_is_there_at_once(ada, box, asking):
    operation = buy_subscription(
        ada, box, asking, payment=agreeing(ada, box, quantity=2), quantity=2
    )
    row = Subscription.objects.get()
    assert (operation.outcome, row.state, row.amount) == ("done", "active", 4800)
    assert row.card_external_id == card_of(ada)
    assert (charges(ada), Order.objects.get().subscription) == ([4800], row)


def test_buyer_of_a_clubs_product_is_a_member_at_once(ada, box, asking):
    club = Club.objects.create(shop=ada.shop, name="Box Club")
    box.product.clubs.add(club)
    buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    ada.facts.refresh_from_db()
    assert ada.facts.clubs_ever == {club.pk}


def test_refused_card_leaves_nothing_running(stripe, ada, box, asking):
    goes_bad(stripe, ada, "chargeDeclinedInsufficientFunds")
    operation = buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    assert (operation.outcome, operation.error_code) == ("refused", "insufficient_funds")
    assert "not enough money" in operation.message
    assert [one.status for one in _at_stripe(ada)] in (["canceled"], ["incomplete_expired"])


def test_one_to_be_confirmed_has_not_begun(stripe, ada, box, asking):
    goes_bad(stripe, ada, "authenticationRequired")
    operation = buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    assert (operation.outcome, charges(ada)) == ("waiting", [])
    assert [one.status for one in _at_stripe(ada)] == ["incomplete"]


def test_taking_it_back_ends_it(stripe, ada, box, asking, now):
    goes_bad(stripe, ada, "authenticationRequired")
    operation = buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    assert take_back(operation, now=now).error_code == "taken_back"
    assert [one.status for one in _at_stripe(ada)] in (["canceled"], ["incomplete_expired"])


def test_taking_it_back_after_it_was_confirmed_keeps_it(stripe, ada, box, asking, now):
    goes_bad(stripe, ada, "authenticationRequired")
    operation = buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    confirm(stripe, operation, passed=True)
    assert take_back(operation, now=now).outcome == "done"
    assert [one.status for one in _at_stripe(ada)] == ["active"]


def test_what_waits_for_an_invoice_is_quoted_and_charged_with_it(ada, box, asking):
    item = {"customer": ada.external_id, "amount": 500, "currency": "eur"}
    api().invoice_items.create(item)
    operation = buy_subscription(ada, box, asking, payment=agreeing(ada, box))
    assert (operation.params["due"], charges(ada)) == (2900, [2900])


def test_one_off_price_is_no_subscription(ada, pot, asking):
    with pytest.raises(NotSold):
        buy_subscription(ada, pot, asking, payment=agreeing(ada, pot))


def test_new_card_that_paid_is_on_file_and_pays_from_then_on(stripe, shop, box, asking, now):
    eve = buyer("")
    operation = buy_subscription(eve, box, asking, payment=agreeing(eve, box, card="new"))
    paid = api().invoice_payments.list({"invoice": operation.after["invoice"]}).data[0]
    intent = str(paid.payment.payment_intent)
    api().payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})
    settle(operation, now=now)
    row = Subscription.objects.get()
    assert (row.state, row.card_external_id) == ("active", card_of(eve))
