import pytest
from django.conf import settings as django_settings

from billing import tasks
from billing.models import StripeEvent
from cms import celery_app


@pytest.mark.parametrize(
    ("task", "where", "arguments"),
    [
        (tasks.process_event, "billing.webhooks.inbox.process", ("evt_1",)),
        (tasks.sweep_events, "billing.webhooks.inbox.sweep", ()),
        (tasks.settle_operations, "billing.actions.settling.settle_all", ()),
        (tasks.return_subscriptions, "billing.actions.returning.return_all", ()),
        (tasks.reconcile, "billing.mirror.reconciling.reconcile", ()),
        (tasks.reconcile_batch, "billing.mirror.reconciling.reconcile_batch", ("",)),
        (tasks.mend_facts, "billing.facts.nightly.mend_facts", (7,)),
    ],
)
def test_task_is_a_thin_door(monkeypatch, now, task, where, arguments):
    called = []
    monkeypatch.setattr(where, lambda *args, now: called.append((args, now)))
    task(*arguments)
    assert called[0][0] == arguments
    assert called[0][1] >= now


def test_event_is_processed_by_its_task(stripe, shop, now):
    StripeEvent.objects.create(
        id="evt_1",
        type="customer.updated",
        livemode=False,
        object_kind="customer",
        object_id="cus_1",
        created_at=now,
    )
    tasks.process_event("evt_1")
    assert StripeEvent.objects.get().state == "processed"


@pytest.mark.parametrize("entry", celery_app.conf.beat_schedule.values())
def test_beat_runs_tasks_that_there_are(entry):
    celery_app.loader.import_default_modules()
    assert entry["task"] in celery_app.tasks


def test_worker_has_djangos_settings():
    assert celery_app.conf.task_acks_late is django_settings.CELERY["task_acks_late"]
    assert celery_app.conf.broker_url == "memory://"
