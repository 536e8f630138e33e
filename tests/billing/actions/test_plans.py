"""What a subscription is for is changed while its next charge is moved, or put back."""

import pytest

from billing.actions.plans import NoPreview, preview_plan
from billing.actions.skip import skip_next
from billing.actions.undo_move import undo_move
from billing.gateway.client import api
from billing.models import Operation
from tests.billing.actions.changing import agree, row, to
from tests.billing.actions.shelf import shelve
from tests.billing.buying import again


@pytest.fixture
def skipped(bought, asking):
    """The next charge is skipped: until then Stripe calls it a trial."""
    assert skip_next(bought, again(asking)).outcome == "done"
    return row()


@pytest.fixture
def put_back(skipped, asking):
    """The skip is undone: its day is its own again, and Stripe calls it a trial still."""
    assert undo_move(skipped, again(asking)).outcome == "done"
    return row()


@pytest.mark.parametrize("moved", ["skipped", "put_back"])
def test_what_was_moved_is_changed_without_a_charge_and_keeps_its_day(
    stripe, crate, asking, request, moved
):
    before = request.getfixturevalue(moved)
    invoices = len(api().invoices.list({"subscription": before.external_id}).data)
    operation = agree(crate, asking)
    assert (operation.outcome, operation.params["due"]) == ("done", 0)
    assert len(api().invoices.list({"subscription": before.external_id}).data) == invoices
    kept = ("state", "raw_status", "moved_from", "current_period_end")
    assert [getattr(row(), name) for name in kept] == [getattr(before, name) for name in kept]


@pytest.mark.parametrize("moved", ["skipped", "put_back"])
def test_the_charge_that_was_moved_is_at_the_new_price(stripe, crate, asking, request, moved):
    before = request.getfixturevalue(moved)
    preview = preview_plan(before, to(crate), now=asking.now)
    assert agree(crate, asking).outcome == "done"
    assert preview.next_charge_at == before.current_period_end
    stripe.clock_to(int(before.current_period_end.timestamp()) + 2 * 3600)
    invoice = api().invoices.list({"subscription": before.external_id}).data[0]
    assert (invoice.amount_paid, preview.due_now, preview.next_amount) == (4800, 0, 4800)


def test_another_rhythm_begins_with_the_charge_that_was_moved(stripe, skipped, shop, asking, now):
    yearly = shelve(shop, amount=24000, interval="year", name="Tea by the year")
    preview = preview_plan(row(), to(yearly), now=now)
    assert (preview.due_now, preview.next_charge_at) == (0, skipped.current_period_end)
    assert agree(yearly, asking).outcome == "done"
    assert (row().interval, row().moved_from) == ("year", skipped.moved_from)
    assert row().current_period_end == skipped.current_period_end


def test_a_skip_is_undone_after_a_change_too(skipped, crate, asking):
    assert agree(crate, asking).outcome == "done"
    assert undo_move(row(), again(asking)).outcome == "done"
    assert (row().current_period_end, row().amount) == (skipped.moved_from, 4800)


def test_what_is_paid_by_the_time_waits_for_the_charge_that_was_moved(
    put_back, crate, portal, asking
):
    portal.pause_method = "stop"
    with pytest.raises(NoPreview, match="was moved") as refused:
        agree(crate, asking)
    assert (refused.value.code, row().amount) == ("moved", 2400)
    assert not Operation.objects.filter(action="change_plan").exists()
