from datetime import timedelta
from functools import partial

import pytest

from billing.actions.buy import buy
from billing.actions.buy_subscription import buy_subscription
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway.client import api
from billing.mirror.dispatch import HANDLERS
from billing.models import AuditEntry, CustomerFacts, Operation, Order, Subscription
from portals.models import Club
from tests.billing.actions.dying import MOMENTS, dies
from tests.billing.actions.shelf import agreeing, charges, goes_bad, invoices
from tests.promises import promise

pytestmark = pytest.mark.django_db(transaction=True)

LATER = PATIENCE + timedelta(minutes=1)
HOURS = timedelta(hours=3)


@pytest.fixture
def clicked(ada, pot, asking):
    return partial(buy, ada, pot, asking, payment=agreeing(ada, pot))


@promise(10, 19)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_killed_anywhere_it_is_bought_once(clicked, ada, now, moment, write):
    dies(clicked, moment=moment, write=write)
    assert Operation.objects.get().outcome == "pending"
    settle_all(now=now + LATER)
    assert (Operation.objects.get().outcome, charges(ada), invoices(ada)) == (
        "done",
        [8900],
        ["paid"],
    )
    assert Order.objects.get().payment_state == "paid"


@promise(10, 19)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("write", [1, 2])
def test_subscription_killed_anywhere_begins_once(ada, box, asking, moment, write):
    payment = agreeing(ada, box)
    dies(
        lambda: buy_subscription(ada, box, asking, payment=payment),
        moment=moment,
        write=write,
    )
    settle_all(now=asking.now + LATER)
    assert (Operation.objects.get().outcome, charges(ada)) == ("done", [2400])
    assert len(api().subscriptions.list({"customer": ada.external_id}).data) == 1
    assert Subscription.objects.get().state == "active"


@promise(10, 19)
def test_worker_that_is_killed_too_loses_nothing(clicked, ada, now):
    dies(clicked, moment="after", write=1)
    dies(partial(settle_all, now=now + LATER), moment="after", write=2)
    settle_all(now=now + HOURS)
    assert (Operation.objects.get().outcome, charges(ada)) == ("done", [8900])


def test_killed_while_a_decline_is_cleared_up_it_is_cleared_up(stripe, clicked, ada, now):
    goes_bad(stripe, ada, "chargeCustomerFail")
    dies(clicked, moment="before", write=5)
    settle_all(now=now + LATER)
    operation = Operation.objects.get()
    assert (operation.outcome, operation.error_code) == ("refused", "generic_decline")
    assert (charges(ada), invoices(ada)) == ([], ["void"])


def test_steps_that_are_written_down_are_not_repeated(clicked, now):
    dies(clicked, moment="before", write=4)
    settle_all(now=now + LATER)
    steps = list(AuditEntry.objects.filter(kind="step").values_list("step", flat=True))
    assert steps == ["create", "item:1", "finalize"]


@pytest.fixture
def joins(ada, box, asking):
    """Press the button of an offer that makes a member."""
    box.product.clubs.add(Club.objects.create(shop=ada.shop, name="Box Club"))
    return partial(buy_subscription, ada, box, asking, payment=agreeing(ada, box))


def is_member(customer):
    return bool(CustomerFacts.objects.get(customer=customer).clubs_ever)


def webhook(now):
    """All that Stripe tells of a subscription."""
    for told in api().events.list({"types": ["customer.subscription.updated"]}).data:
        HANDLERS[told.type](told.data.object["id"], now=now)


@promise(7)
def test_without_any_webhook_they_are_a_member_before_the_answer(joins, ada):
    assert joins().outcome == "done"
    assert is_member(ada)


@promise(5)
def test_webhook_that_comes_first_makes_them_a_member(joins, ada, now):
    dies(joins, moment="after", write=2)
    webhook(now)
    assert is_member(ada)
    settle_all(now=now + LATER)
    assert (Operation.objects.get().outcome, charges(ada)) == ("done", [2400])


@promise(5)
def test_webhook_that_comes_later_changes_nothing(joins, ada, now):
    joins()
    webhook(now + timedelta(minutes=5))
    assert is_member(ada)
    assert Subscription.objects.get().state == "active"
