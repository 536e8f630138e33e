import pytest
from django.utils import timezone

from billing.gateway.client import api
from billing.gateway.errors import OutcomeUnknown, Refused
from billing.gateway.previews import preview_change, preview_next, preview_period
from billing.gateway.subscription_changes import ItemChange
from billing.gateway.subscriptions import fetch_subscription
from tests.billing.buying import subscribe


@pytest.fixture
def target(stripe):
    return subscribe().subscription


def _twice(target):
    [item] = fetch_subscription(target).items
    return [ItemChange(item.external_id, item.price_id, 2)]


def test_change_is_reckoned_and_not_made(target):
    preview = preview_change(target, _twice(target), as_of=timezone.now())
    assert (preview.due, preview.total, preview.currency) == (2400, 2400, "EUR")
    assert [(line.total, line.is_proration) for line in preview.lines] == [
        (-2400, True),
        (4800, True),
    ]
    assert fetch_subscription(target).amount == 2400


def test_whole_period_is_reckoned_without_what_is_to_be_settled(target):
    preview = preview_period(target, _twice(target))
    assert (preview.total, [line.is_proration for line in preview.lines]) == (4800, [False])


def test_next_invoice_is_reckoned_with_and_without_a_code(target):
    coupon = api().coupons.create({"percent_off": 25, "duration": "once"})
    code = api().promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}})
    assert preview_next(target).total == 2400
    with_it = preview_next(target, promotion_code_id=code.id)
    assert (with_it.total, with_it.discount) == (1800, 600)
    assert fetch_subscription(target).discounts == ()


def test_what_stripe_would_refuse_is_refused(target):
    with pytest.raises(Refused):
        preview_change(target, [ItemChange("si_x", "price_x", 1)], as_of=timezone.now())


def test_no_answer_is_no_figure(stripe, target):
    changes = _twice(target)
    stripe.fault("503", "POST /v1/invoices/create_preview", times=3)
    with pytest.raises(OutcomeUnknown):
        preview_period(target, changes)
