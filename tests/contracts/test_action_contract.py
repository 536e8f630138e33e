"""Every action keeps what all of them promise, whatever Stripe answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from accounts.models import Customer
from billing.actions.errors import Foreign, WrongOperation
from billing.actions.registry import SETTLERS
from billing.actions.settling import PATIENCE, settle_all
from billing.gateway import client
from billing.models import Operation
from local_stripe.testing import running
from portals.models import Shop
from tests.contracts import action_contract as contract
from tests.contracts.action_cases import CASES, Case, Scene
from tests.promises import promise

LATER = PATIENCE + timedelta(minutes=1)
Prepared = dict[str, tuple[contract.Rows, Any]]


class Stage:
    """One action with all that it needs, and what can be seen of it at Stripe."""

    def __init__(self, case: Case, scene: Scene) -> None:
        self.case, self.scene, self.asking = case, scene, scene.asking()
        self.press = case.form(self.asking)  # the same form each time
        self.mirror, self._before = contract.mirror(), self._events()

    def fault(self, fault: contract.Fault, at: str) -> None:
        """Let Stripe fail at a request as often as it is tried."""
        how = {"times": 3, "seconds": 0.001, "should_retry": fault.should_retry}
        self.scene.server.fault(fault.kind, at, **how)

    def settle(self, operation: Operation) -> None:
        """Stripe is well again, and the worker looks."""
        self.scene.server.lift_faults()
        settle_all(now=self.scene.now + LATER)
        operation.refresh_from_db()

    @property
    def effects(self) -> int:
        """How often it has happened at Stripe."""
        return self._events() - self._before

    @property
    def writes(self) -> int:
        """How many requests were made that could change anything."""
        query = "select count(*) from request where method <> 'GET' and path not like '%preview'"
        return int(self._one(query))

    def _events(self) -> int:
        name = f'%"type": "{self.case.effect}"%'
        return int(
            self._one("select count(*) from object where kind='event' and json like ?", name)
        )

    def _one(self, query: str, *values: str) -> Any:
        state = self.scene.server.stripe.state
        with state.lock:
            return state.db.execute(query, values).fetchone()[0]


@pytest.fixture(scope="module")
def server():
    """One local Stripe for all these tests."""
    with pytest.MonkeyPatch.context() as patch, running(seed=1, strict=True) as made:
        patch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.001)
        patch.setattr("stripe._http_client.HTTPClient.MAX_DELAY", 0.001)
        with override_settings(STRIPE_API_BASE=made.url):
            yield made
        assert made.stripe.violations == []
    client._client.cache_clear()


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    """How it stood at Stripe and here before each action, once that was made."""
    return {}


@pytest.fixture
def stage(request, db, server, prepared):
    """An action's stage, as it stood before it was asked for."""
    name, state = request.param, server.stripe.state
    now = datetime.now(UTC)
    if name not in prepared:
        state.clear()
        scene = Scene(server, Shop.objects.create(name="Greenhouse"), now)
        CASES[name].prepare(scene)
        prepared[name] = (contract.our_rows(), state.fork())
    else:
        rows, before = prepared[name]
        with state.lock:
            before.db.backup(state.db)
        contract.write_rows(rows)
    yield Stage(CASES[name], Scene(server, Shop.objects.get(), now))
    server.lift_faults()


every_action = pytest.mark.parametrize("stage", list(CASES), indirect=True)


def test_every_action_has_its_case():
    assert set(CASES) == set(SETTLERS)


@every_action
@promise(10, 28)
def test_clear_answer_is_written_down_and_the_same_click_asks_no_more(stage):
    operation = stage.press()
    ends, writes = stage.case.ends, stage.writes
    assert (operation.outcome, stage.effects) == (ends, 1 if ends == "done" else 0)
    contract.is_written_down(operation, ends)
    contract.names_the_request(operation)
    contract.keeps_no_secret()
    assert (stage.press().pk, stage.writes) == (operation.pk, writes)


@promise(9, 10, 25, 28)
@pytest.mark.parametrize("fault", contract.UNCLEAR, ids=str)
@every_action
def test_without_a_clear_answer_nothing_is_claimed_and_it_happens_once_at_most(stage, fault):
    stage.fault(fault, stage.case.write)
    operation = stage.press()
    writes = stage.writes
    contract.claims_nothing(operation)
    contract.is_written_down(operation, "unknown")
    contract.names_the_failed_request(operation, fault)
    assert contract.mirror() == stage.mirror
    assert (stage.press().pk, stage.writes) == (operation.pk, writes)
    stage.settle(operation)
    contract.tells_the_truth(operation, effects=stage.effects)
    contract.is_written_down(operation, "unknown", str(operation.outcome))
    contract.keeps_no_secret()
    assert stage.effects == 0 or contract.mirror() != stage.mirror


@promise(9, 28)
@pytest.mark.parametrize("fault", contract.SAID_NO, ids=str)
@every_action
def test_where_stripe_says_no_it_is_refused_and_nothing_has_changed(stage, fault):
    stage.fault(fault, stage.case.first or stage.case.write)
    operation = stage.press()
    contract.says_that_nothing_changed(operation)
    contract.is_written_down(operation, "refused")
    contract.names_the_request(operation)
    assert (stage.effects, contract.mirror()) == (0, stage.mirror)


@promise(20)
@every_action
def test_at_another_shop_it_is_refused_before_anything_is_written(stage):
    elsewhere = Shop.objects.create(name="Elsewhere")
    writes, known = stage.writes, Operation.objects.count()
    with pytest.raises(Foreign):
        stage.case.form(stage.scene.asking(elsewhere))()
    assert (stage.writes, Operation.objects.count()) == (writes, known)


@promise(11, 20)
@every_action
def test_id_of_somebody_elses_operation_asks_nothing_and_tells_nothing(stage):
    bob = Customer.objects.create(shop=stage.scene.shop, source="stripe", external_id="cus_bob")
    Operation.objects.create(id=stage.asking.operation_id, customer=bob, action="pause")
    writes = stage.writes
    with pytest.raises(WrongOperation):
        stage.press()
    assert stage.writes == writes
