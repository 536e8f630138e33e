"""Which changes can be taken back, by which press, and for how long."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Customer
from billing.actions import registry  # noqa: F401  (the actions tell their ways back)
from billing.actions.undoing import FOR, Inverse, undo_of
from billing.models import Operation
from portal_blocks.registry import PortalStream

BERLIN: Any = SimpleNamespace(tz=ZoneInfo("Europe/Berlin"))
STOOD = {"current_period_end": "2026-12-09T23:30:00+00:00"}  # in Berlin, it is the tenth
MOVED = {"to": "2026-12-24T00:00:00+00:00", "mark": "m"}
RUNNING, HELD = {"state": "active"}, {"method": "hold"}
SUBSCRIPTION = {"subscription": "sub_1"}
BACK = [
    ("pause_subscription", RUNNING, HELD, {}, "restart", {}),
    ("cancel_subscription", RUNNING, {}, {"state": "ending"}, "restart", {}),
    ("skip_next", RUNNING, MOVED, {}, "undo", {}),
    ("move_charge", STOOD, MOVED, {}, "undo", {}),
    ("move_charge", {**STOOD, "moved_from": "2026-12-01"}, MOVED, {}, "move", {"to": "2026-12-10"}),
    ("change_return", {}, {"was": None}, RUNNING, "return", {"until": ""}),
    (
        "change_return",
        {},
        {"was": "2027-01-04T23:00:00+00:00"},
        RUNNING,
        "return",
        {"until": "2027-01-05"},
    ),
]
NO_WAY = [
    ("pause_subscription", {"state": "paused"}, HELD, {}),
    ("pause_subscription", RUNNING, {"method": "stop"}, {}),
    ("cancel_subscription", RUNNING, {}, {"state": "cancelled"}),
    ("cancel_subscription", {"state": "ending"}, {}, {"state": "ending"}),
    ("restart_subscription", {"state": "ending"}, {}, {"state": "active"}),
    ("skip_next", RUNNING, {}, {}),
    ("move_charge", STOOD, {}, {}),
    ("change_return", {}, {"until": None}, RUNNING),
    ("set_default_card", {}, {"was": ""}, {}),
    ("set_default_card", {}, {"was": "sub_1"}, {}),
    ("change_plan", RUNNING, {}, RUNNING),
]


@pytest.fixture
def done(shop, now):
    """Write down what somebody has had done."""
    eve = Customer.objects.create(shop=shop, source="stripe", external_id="cus_eve")

    def did(action: str = "pause_subscription", **values: Any) -> Operation:
        what = {"target": "sub_1", "outcome": "done", "settled_at": now, "before": RUNNING}
        more = {"params": HELD, "actor": "customer", **what, **values}
        return Operation.objects.create(customer=eve, action=action, **more)

    return did


@pytest.mark.parametrize("case", BACK, ids=str)
def test_what_was_done_has_a_press_that_takes_it_back(done, now, case):
    action, before, params, after, press, fields = case
    operation = done(action, before=before, params=params, after=after)
    assert undo_of(operation, BERLIN, now=now) == Inverse(press, {**SUBSCRIPTION, **fields})


def test_the_card_before_is_the_main_one_again(done, now):
    operation = done("set_default_card", target="pm_new", params={"was": "pm_old"})
    assert undo_of(operation, BERLIN, now=now) == Inverse("default", {"card": "pm_old"})


@pytest.mark.parametrize("case", NO_WAY, ids=str)
def test_what_cannot_be_as_it_was_has_no_undo(done, now, case):
    action, before, params, after = case
    operation = done(action, before=before, params=params, after=after)
    assert undo_of(operation, BERLIN, now=now) is None


@pytest.mark.parametrize(
    "values",
    [{"outcome": "refused"}, {"outcome": "unknown", "settled_at": None}, {"error_code": "partly"}],
)
def test_what_was_not_done_has_no_undo(done, now, values):
    assert undo_of(done(**values), BERLIN, now=now) is None


def test_undo_is_over_after_an_hour(done, now):
    operation = done(settled_at=now - FOR - timedelta(seconds=1))
    assert undo_of(operation, BERLIN, now=now) is None


def test_what_was_changed_again_has_no_undo(done, now):
    operation = done()
    done("restart_subscription")
    assert undo_of(operation, BERLIN, now=now) is None


def test_what_was_refused_since_changes_nothing(done, now):
    operation = done()
    done("cancel_subscription", outcome="refused")
    assert undo_of(operation, BERLIN, now=now) is not None


def test_the_second_press_of_an_undo_finds_the_first_one(done, now):
    operation, pressed = done(), uuid4()
    done("restart_subscription", id=pressed)
    assert undo_of(operation, BERLIN, now=now, pressed=pressed) is not None


def test_every_press_is_an_action_of_some_block():
    presses = {press for *_, press, _fields in BACK} | {"default"}
    offered = {name for block in PortalStream().child_blocks.values() for name in block.actions}
    assert presses <= offered
