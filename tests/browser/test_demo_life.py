"""How the demo starts, stops and comes back."""

from __future__ import annotations

import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser import IN_BROWSER
from tests.browser.running import RunningDemo, descendants, free_port, running, wait_for

pytestmark = IN_BROWSER

STATE = "SELECT state FROM billing_subscription WHERE external_id = ?"


@pytest.fixture
def second(demo: RunningDemo, tmp_path: Path) -> Iterator[RunningDemo]:
    """The same state in another folder, to be stopped and started without harm to the rest."""
    second = RunningDemo(tmp_path / "var")
    shutil.copytree(demo.var, second.var, ignore=shutil.ignore_patterns("*.sqlite3*", "log"))
    for name in ("portico.sqlite3", "local_stripe.sqlite3"):
        with (
            closing(sqlite3.connect(demo.var / name)) as source,
            closing(sqlite3.connect(second.var / name)) as target,
        ):
            source.backup(target)
    yield second
    second.end()


def test_what_happened_is_still_there_after_the_next_start(second, record_property):
    subscription = second.subscription("paused")
    took = second.start(seconds=30)
    record_property("second start, seconds", round(took, 1))
    assert second.rows(STATE, subscription) == [("paused",)]
    assert second.stripe(f"objects/{subscription}")["pause_collection"]
    assert "Setting up" not in second.output
    children = second.stop()
    wait_for(lambda: not running(children), seconds=5)


def test_killing_the_demo_leaves_nothing_running(second):
    second.start(seconds=30)
    children = second.stop(signal.SIGKILL)
    assert len(children) >= 3
    wait_for(lambda: not running(children), seconds=5)


@pytest.mark.parametrize("which", ["port", "stripe_port"])
def test_a_taken_port_is_said_in_one_line(tmp_path, which):
    demo = RunningDemo(tmp_path / "var")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", getattr(demo, which)))
        taken.listen()
        demo.begin()
        code = demo.process.wait(30)
    assert code != 0
    assert f"Port {getattr(demo, which)} is in use" in demo.output
    assert "Traceback" not in demo.output
    assert len(demo.output.splitlines()) == 1


def test_a_port_that_is_none_is_said_in_one_line(tmp_path, monkeypatch):
    demo = RunningDemo(tmp_path / "var", port=70000)
    with pytest.raises(Exception, match="returned non-zero exit status 1") as failed:
        demo.begin()
    assert failed.value.stderr == "PORT must be a number from 1 to 65535, not '70000'.\n"
