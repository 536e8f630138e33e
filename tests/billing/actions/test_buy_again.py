import pytest

from billing.actions.baskets import NotSold
from billing.actions.buy import buy
from billing.actions.buy_again import (
    buy_again,
    order_again,
    preview_again,
    preview_order_again,
    wares_of,
)
from billing.actions.buy_subscription import buy_subscription
from billing.actions.errors import Foreign, OutOfDate
from billing.actions.purchasing import Payment
from billing.gateway.subscriptions import cancel_now
from billing.mirror.subscriptions import refresh_subscription
from billing.models import Order, Price, Subscription
from portals.models import Shop
from tests.billing.actions.shelf import agreeing, buyer, card_of, charges, shelve
from tests.billing.buying import again
from tests.billing.made_once import made_once
from tests.promises import promise


@pytest.fixture
def ended(stripe, ada, box, asking, now):
    """A subscription to two boxes that was cancelled and is over."""

    def made():
        buy_subscription(ada, box, asking, payment=agreeing(ada, box, quantity=2), quantity=2)
        row = Subscription.objects.get()
        cancel_now(row.external_id, operation_id=again(asking).operation_id)
        refresh_subscription(row.external_id, now=now)
        return Subscription.objects.get()

    return made_once(stripe, "ended", made)


@pytest.fixture
def order(stripe, ada, pot, asking):
    """An order of two pots."""

    def made():
        buy(ada, pot, asking, payment=agreeing(ada, pot, quantity=2), quantity=2)
        return Order.objects.get()

    return made_once(stripe, "order of two", made)


def test_new_one_is_like_the_one_that_ended(ended, ada, asking):
    payment = Payment(card_of(ada), preview_again(ended).fingerprint)
    operation = buy_again(ended, again(asking), payment=payment)
    new = Subscription.objects.exclude(pk=ended.pk).get()
    assert (operation.outcome, operation.action) == ("done", "buy_again")
    assert (new.state, new.amount, new.items[0]["quantity"]) == ("active", 4800, 2)


@promise(10)
def test_double_click_begins_one(ended, ada, asking):
    asking, payment = again(asking), Payment(card_of(ada), preview_again(ended).fingerprint)
    assert len({buy_again(ended, asking, payment=payment).pk for _ in range(2)}) == 1
    assert Subscription.objects.filter(state="active").count() == 1


def test_one_that_was_begun_again_is_not_offered_again(ended, ada, asking):
    payment = Payment(card_of(ada), preview_again(ended).fingerprint)
    buy_again(ended, again(asking), payment=payment)
    with pytest.raises(NotSold, match="running"):
        buy_again(ended, again(asking), payment=payment)


def test_cost_is_known_before(ended):
    cost = preview_again(ended).cost
    assert (cost.due, cost.currency) == (4800, "EUR")


@pytest.mark.parametrize("state", ["active", "ending", "paused", "past_due", "trialing"])
def test_running_one_is_not_begun_again(ended, state):
    ended.state = state
    with pytest.raises(NotSold):
        preview_again(ended)


@pytest.mark.parametrize("gone", ["is_active", "deleted"])
def test_price_that_is_gone_is_said(ended, asking, gone):
    prices = Price.objects.all()
    prices.delete() if gone == "deleted" else prices.update(is_active=False)
    with pytest.raises(NotSold, match="any more"):
        buy_again(ended, again(asking), payment=Payment("new", ""))


@promise(20)
def test_card_of_somebody_else_does_not_pay(ended, asking):
    eve = buyer(email="eve@example.com")
    payment = Payment(card_of(eve), preview_again(ended).fingerprint)
    with pytest.raises(Foreign):
        buy_again(ended, again(asking), payment=payment)


def test_subscription_of_another_shop_is_refused(ended, ada, asking, portal):
    payment = Payment(card_of(ada), preview_again(ended).fingerprint)
    portal.shop_id = Shop.objects.create(name="Elsewhere").pk
    with pytest.raises(Foreign):
        buy_again(ended, again(asking), payment=payment)


def test_same_order_is_bought_at_the_price_of_today(order, ada, pot, asking):
    pot.is_active = False
    pot.save()
    today = shelve(ada.shop, amount=9900)
    Price.objects.filter(pk=today.pk).update(product=pot.product)
    payment = Payment(card_of(ada), preview_order_again(order).fingerprint)
    operation = order_again(order, again(asking), payment=payment)
    assert (operation.outcome, charges(ada)) == ("done", [19800, 17800])


def test_order_of_something_that_is_not_sold_cannot_be_repeated(order):
    order.lines.update(product=None)
    with pytest.raises(NotSold):
        preview_order_again(Order.objects.get())


def test_order_whose_price_would_have_to_be_guessed_cannot_be_repeated(order, ada, pot):
    Price.objects.all().delete()
    for amount in (100, 200):
        other = shelve(ada.shop, amount=amount)
        Price.objects.filter(pk=other.pk).update(product=pot.product)
    with pytest.raises(NotSold):
        preview_order_again(order)


def test_only_what_is_chosen_is_bought(order, ada, asking):
    chosen = {order.lines.get().pk: 1}
    payment = Payment(card_of(ada), preview_order_again(order, chosen).fingerprint)
    order_again(order, again(asking), payment=payment, chosen=chosen)
    assert charges(ada) == [8900, 17800]


@promise(24)
def test_other_numbers_than_those_agreed_to_are_not_bought(order, ada, asking):
    line = order.lines.get().pk
    payment = Payment(card_of(ada), preview_order_again(order, {line: 1}).fingerprint)
    with pytest.raises(OutOfDate):
        order_again(order, again(asking), payment=payment, chosen={line: 2})
    assert charges(ada) == [17800]


@pytest.mark.parametrize("count", [0, 100])
def test_so_many_cannot_be_chosen(order, count):
    with pytest.raises(NotSold, match="how many"):
        preview_order_again(order, {order.lines.get().pk: count})


@promise(20)
def test_line_of_another_order_is_refused(order):
    with pytest.raises(Foreign):
        preview_order_again(order, {0: 1})


def test_what_is_sold_still_is_bought_without_the_rest(order):
    order.lines.create(position=9, name="Gone", quantity=3)
    gone = {ware.line.name: ware.price is None for ware in wares_of(order)}
    assert list(gone.values()) == [False, True]
    assert preview_order_again(order).cost.due == 17800
    with pytest.raises(NotSold, match="any more"):
        preview_order_again(order, {order.lines.get(name="Gone").pk: 1})


def test_two_lines_of_the_same_thing_are_bought_together(order, pot):
    order.lines.create(position=9, name="Pot", product=pot.product, unit_amount=8900)
    assert preview_order_again(order).cost.due == 3 * 8900


def test_order_of_nobody_cannot_be_repeated(order, asking):
    order.customer = None
    with pytest.raises(Foreign):
        preview_order_again(order)
