"""What holds for every change of a subscription, whatever it changes.

What holds for every action is in `tests/contracts/test_action_contract.py`, with every fault.
"""

from datetime import timedelta

import pytest

from billing.actions.apply_coupon import apply_coupon
from billing.actions.cancel import cancel_subscription
from billing.actions.change_delivery import change_note
from billing.actions.change_plan import change_plan
from billing.actions.errors import Foreign
from billing.actions.move_charge import move_charge
from billing.actions.pause import pause_subscription
from billing.actions.plans import preview_plan
from billing.actions.registry import SETTLERS
from billing.actions.restart import restart_subscription
from billing.actions.returning import change_return
from billing.actions.settling import PATIENCE, settle_all
from billing.actions.skip import skip_next
from billing.actions.undo_move import undo_move
from billing.gateway.client import api
from billing.gateway.subscription_changes import ItemChange
from billing.models import Subscription
from portals.models import Shop
from tests.billing.buying import again
from tests.promises import promise

WRITES = "(POST|DELETE) /v1/subscriptions"
DAY = timedelta(days=1)


def _row():
    return Subscription.objects.get()


def _pause(asking):
    pause_subscription(_row(), again(asking))


def _skip(asking):
    skip_next(_row(), again(asking))


def _offer(_asking):
    coupon = api().coupons.create({"percent_off": 20, "duration": "forever"}).id
    for code in api().promotion_codes.list({"code": "SPRING", "active": True}).data:
        api().promotion_codes.update(code.id, {"active": False})
    api().promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": coupon}, "code": "SPRING"}
    )


def _change_plan(row, asking):
    changes = [ItemChange(row.items[0]["id"], row.items[0]["price"], 2)]
    agreed = preview_plan(row, changes, now=asking.now).fingerprint
    return change_plan(row, asking, changes=changes, agreed=agreed)


COMMANDS = {
    "apply_coupon": (_offer, lambda row, asking: apply_coupon(row, asking, code="SPRING")),
    "cancel_subscription": (None, cancel_subscription),
    "change_delivery": (None, lambda row, asking: change_note(row, asking, note="Enjoy")),
    "change_plan": (None, _change_plan),
    "change_return": (
        _pause,
        lambda row, asking: change_return(row, asking, until=(asking.now + 9 * DAY).date()),
    ),
    "move_charge": (
        None,
        lambda row, asking: move_charge(row, asking, to=(asking.now + 9 * DAY).date()),
    ),
    "pause_subscription": (None, pause_subscription),
    "restart_subscription": (_pause, restart_subscription),
    "skip_next": (None, skip_next),
    "undo_move": (_skip, undo_move),
}


@pytest.fixture(params=COMMANDS)
def command(request, bought, asking):
    """A change, and a subscription that it can be made to."""
    prepare, change = COMMANDS[request.param]
    if prepare is not None:
        prepare(asking)
    return lambda: change(_row(), asking)


def _seen():
    row = _row()
    times = row.current_period_end, row.resumes_at
    return row.state, row.amount, times, len(row.discounts), row.gift_note


def test_every_change_of_a_subscription_is_tried_here():
    others = {"buy", "card", "details", "order", "pay", "refund"}
    known = {name for name in SETTLERS if not others & set(name.split("_"))}
    assert set(COMMANDS) == known


@promise(9)
def test_what_happened_without_an_answer_is_found_done(stripe, command, now):
    stripe.fault("lost_response", WRITES, times=3)
    unsure = command()
    settle_all(now=now)
    unsure.refresh_from_db()
    assert (unsure.outcome, unsure.error_code) == ("done", "")


@promise(9)
def test_what_never_arrived_is_found_not_done(stripe, command, now):
    before = _seen()
    stripe.fault("503", WRITES, times=3)
    unsure = command()
    settle_all(now=now + PATIENCE + DAY)
    unsure.refresh_from_db()
    assert (unsure.outcome, unsure.error_code) == ("refused", "not_done")
    assert _seen() == before


@promise(28)
def test_trail_says_who_what_was_before_and_what_is_after(stripe, command):
    operation = command()
    asked, done = operation.entries.filter(kind__in=["asked", "done"])
    assert (asked.actor, asked.before["state"]) == ("customer", operation.before["state"])
    assert done.after["state"] == _row().state
    assert done.stripe_request_id.startswith("req_")


@promise(20)
def test_subscription_of_another_shop_is_refused(stripe, command, portal):
    before = _seen()
    portal.shop_id = Shop.objects.create(name="Elsewhere").pk
    with pytest.raises(Foreign):
        command()
    assert _seen() == before
