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
from tests.browser.conftest import sign_in
from tests.browser.running import RunningDemo, running, wait_for
from tests.browser.test_subscriptions import press

pytestmark = IN_BROWSER

WARM_STOP = 40  # seconds; Celery takes 4.7 on an idle machine to end what it has begun
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


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[RunningDemo]:
    """A demo that was never started."""
    newcomer = RunningDemo(tmp_path / "new")
    yield newcomer
    newcomer.end()


def test_what_happened_outlives_even_a_kill_that_leaves_nothing_running(demo, second, open_page):
    second.start(seconds=60)
    page = open_page("shop", "/sign-in/")
    page.goto(second.url("shop", "/sign-in/"))
    sign_in(page, demo, "trialing")
    press(page, "Pause", "Pause now")
    children = second.stop(signal.SIGKILL)
    wait_for(lambda: not running(children), seconds=WARM_STOP)
    second.start(seconds=60)
    subscription = second.subscription("trialing")
    assert second.rows(STATE, subscription) == [("paused",)]
    assert second.stripe(f"objects/{subscription}")["pause_collection"]


def test_the_next_start_is_quick_and_a_stop_is_clean(second, record_property):
    record_property("seconds until ready again", second.start(seconds=60))
    assert "Setting up" not in second.output
    children = second.stop()
    assert len(children) >= 3
    wait_for(lambda: not running(children), seconds=20)
    assert second.process.returncode == 0
    assert second.output.endswith("Stopping.\n")


@pytest.mark.parametrize("which", ["port", "stripe_port"])
def test_a_taken_port_is_said_in_one_line(newcomer, which):
    port = getattr(newcomer, which)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        newcomer.begin()
        assert newcomer.process.wait(60) == 1
    [line] = newcomer.output.splitlines()
    assert line.startswith(f"CommandError: Port {port} is in use, maybe by another demo.")
