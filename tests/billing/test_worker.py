import pytest
from kombu.exceptions import OperationalError

from billing import worker
from cms import celery_app


class Broken:
    """A broker that is down."""

    def __init__(self, fault):
        self.fault = fault

    def send_task(self, *_args, **_kwargs):
        raise self.fault


def test_task_is_put_in_the_queue():
    with celery_app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        queue.clear()
        worker.ask_worker("billing.tasks.process_event", "evt_1")
        message = queue.get_nowait()
        message.ack()
    assert message.headers["task"] == "billing.tasks.process_event"
    assert message.payload[0] == ["evt_1"]


@pytest.mark.parametrize("fault", [OperationalError("down"), OSError("disk full")])
def test_broker_that_is_down_is_no_error(monkeypatch, caplog, fault):
    caplog.set_level("WARNING")
    monkeypatch.setattr(worker, "current_app", Broken(fault))
    worker.ask_worker("billing.tasks.process_event", "evt_1")
    assert "billing.tasks.process_event is left to the next sweep" in caplog.text


def test_mistakes_of_ours_are_errors(monkeypatch):
    monkeypatch.setattr(worker, "current_app", Broken(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        worker.ask_worker("billing.tasks.process_event", "evt_1")
