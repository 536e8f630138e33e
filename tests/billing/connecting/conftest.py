import pytest

from billing.connecting.keys import Keys


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """The tasks that the worker was asked to run."""
    found = []
    where = "billing.connecting.commands.ask_worker"
    monkeypatch.setattr(where, lambda *task: found.append(task))
    return found


@pytest.fixture
def keys():
    return Keys("sk_test_orchard", "pk_test_orchard")
