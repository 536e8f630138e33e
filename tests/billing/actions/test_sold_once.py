import threading

import pytest
from django.db import connection

from billing.actions.buy import buy
from billing.models import Operation, Order
from tests.billing.actions.shelf import agreeing, buyer, charges, shelve
from tests.billing.buying import again


@pytest.mark.django_db(transaction=True)
def test_sold_once_is_sold_once_to_two_clicks_at_once(stripe, ada, pot, asking):
    other = shelve(ada.shop, amount=9900)
    other.product = pot.product
    other.save()
    gate = threading.Barrier(2)

    def click(price, by):
        payment = agreeing(ada, price, once_for=(ada.pk,))
        gate.wait(30)
        buy(ada, price, by, payment=payment)
        connection.close()

    clicks = [(pot, asking), (other, again(asking))]
    threads = [threading.Thread(target=click, args=one) for one in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(charges(ada)) == 1
    assert sorted(Operation.objects.values_list("outcome", flat=True)) == ["done", "refused"]


def test_sold_once_is_refused_the_second_time(ada, pot, asking):
    payment = agreeing(ada, pot, once_for=(ada.pk,))
    buy(ada, pot, asking, payment=payment)
    second = buy(ada, pot, again(asking), payment=payment)
    assert (second.error_code, charges(ada)) == ("sold_once", [8900])


def test_sold_once_may_be_bought_again_after_a_refund(ada, pot, asking):
    payment = agreeing(ada, pot, once_for=(ada.pk,))
    buy(ada, pot, asking, payment=payment)
    Order.objects.update(payment_state="refunded")
    assert buy(ada, pot, again(asking), payment=payment).outcome == "done"


def test_sold_once_counts_for_the_person_not_the_customer(ada, pot, asking):
    eve = buyer(email="eve@example.com")
    buy(eve, pot, asking, payment=agreeing(eve, pot))
    payment = agreeing(ada, pot, once_for=(ada.pk, eve.pk))
    assert buy(ada, pot, again(asking), payment=payment).error_code == "sold_once"


def test_sold_as_often_as_wanted_is_bought_twice(ada, pot, asking):
    for one in (asking, again(asking)):
        buy(ada, pot, one, payment=agreeing(ada, pot))
    assert charges(ada) == [8900, 8900]


def test_sold_once_counts_also_where_the_mirror_is_behind(stripe, ada, pot, asking):
    payment = agreeing(ada, pot, once_for=(ada.pk,))
    buy(ada, pot, asking, payment=payment)
    Order.objects.all().delete()
    assert buy(ada, pot, again(asking), payment=payment).error_code == "sold_once"


def test_one_that_waits_is_replaced_and_not_in_the_way(stripe, ada, pot, asking):
    payment = agreeing(ada, pot, card="new", once_for=(ada.pk,))
    for one in (asking, again(asking)):
        assert buy(ada, pot, one, payment=payment).outcome == "waiting"


def test_try_that_waits_under_another_of_their_names_is_replaced(ada, pot, asking):
    eve = buyer(email="eve@example.com")
    both = (ada.pk, eve.pk)
    buy(eve, pot, asking, payment=agreeing(eve, pot, card="new", once_for=both))
    second = buy(ada, pot, again(asking), payment=agreeing(ada, pot, once_for=both))
    assert (second.outcome, charges(ada)) == ("done", [8900])
    assert Operation.objects.get(customer=eve).error_code == "taken_back"
