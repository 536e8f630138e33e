import pytest


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """What the worker was asked to send."""
    asked: list[str] = []

    def ask(_task, notice_id, *, seconds=0):
        asked.append(notice_id)

    monkeypatch.setattr("billing.notices.outbox.ask_worker", ask)
    return asked
