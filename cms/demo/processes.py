"""Runs the processes of the demo side by side, and ends them all when one ends.

The children die with their parent even when it is killed: the kernel tells them so (Linux).
"""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1  # linux/prctl.h
STOP_SECONDS = 10


class Stopped(Exception):
    """Somebody asked the demo to end."""


class ProcessDied(Exception):
    """A process ended that should not have."""


class Family:
    """The running processes of the demo."""

    def __init__(self, log_dir: Path) -> None:
        self.log_dir = log_dir
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        log_dir.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, _stop)

    def start(self, name: str, *command: str) -> None:
        """Start a process; what it prints goes to `NAME.log`."""
        with (self.log_dir / f"{name}.log").open("ab") as log:
            self._children[name] = subprocess.Popen(
                [sys.executable, *command],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches the parent alone, who ends them in order
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
            )

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait for readiness; raise `ProcessDied` when a child ends or time runs out."""
        until = time.monotonic() + seconds
        while not is_ready():
            self.check()
            if time.monotonic() > until:
                raise ProcessDied(f"Not ready after {seconds:.0f} seconds; see {self.log_dir}.")
            time.sleep(0.1)

    def check(self) -> None:
        """Raise `ProcessDied` if a child has ended."""
        for name, child in self._children.items():
            if child.poll() is not None:
                log = self.log_dir / f"{name}.log"
                raise ProcessDied(f"The process “{name}” ended. What it said last:\n{_tail(log)}")

    def watch(self) -> None:
        """Stay until a child ends or somebody stops the demo."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """End all children, the last started first; kill what does not end in time."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self._children.values()):
            with suppress(ProcessLookupError):
                child.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def answers(url: str) -> bool:
    """Whether `url` answers with a success."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  (our own loopback)
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def is_free(port: int) -> bool:
    """Whether nobody listens at a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
