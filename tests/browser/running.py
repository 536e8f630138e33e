"""The demo as a newcomer starts it: its own folder, its own ports, real processes."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONDONTWRITEBYTECODE")


def free_port() -> int:
    """A loopback port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What an address answered, redirects not followed."""

    status: int
    location: str
    body: str


@dataclass
class RunningDemo:
    """One demo, of which all state is in `var`."""

    var: Path
    port: int = field(default_factory=free_port)
    stripe_port: int = field(default_factory=free_port)
    passports: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)  # of orders of people whom a test made
    process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        """What the demo has printed since it was last started."""
        return (self.var / "output.log").read_text()

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the tests' own settings reaches the demo."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        ports = {"PORT": str(self.port), "LOCAL_STRIPE_PORT": str(self.stripe_port)}
        file = str(self.var / "demo.env")
        return {**kept, **ports, "VAR_DIR": str(self.var), "PORTICO_ENV_FILE": file}

    def begin(self) -> None:
        """Start it, as `make demo` does."""
        self.var.mkdir(parents=True, exist_ok=True)
        self.run("-m", "cms.demo.environment")
        with (self.var / "output.log").open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--no-color"],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start(self, *, seconds: float) -> float:
        """Start it and return how long it took to be ready."""
        began = time.monotonic()
        self.begin()
        wait_for(lambda: "Portico is ready:" in self.output or self._ended(), seconds=seconds)
        assert not self._ended(), self.output
        return time.monotonic() - began

    def stop(self, number: int = signal.SIGTERM) -> list[int]:
        """Send a signal to the first process alone; return the processes it had started."""
        assert self.process is not None
        children = descendants(self.process.pid)
        self.process.send_signal(number)
        self.process.wait(40)
        return children

    def end(self) -> None:
        """Leave nothing behind, whatever a test did."""
        if self.process is None:
            return
        for pid in [*descendants(self.process.pid), self.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(20)

    def run(self, *command: str) -> str:
        """Run Python in the demo's environment; return what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=BASE_DIR,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """Who may sign in, as the demo tells whoever asks."""
        found: list[dict[str, Any]] = json.loads(self.run("manage.py", "demo_people"))
        return found

    def order_number(self, key: str) -> str:
        """The number by which one of the people signs in."""
        if key in self.numbers:
            return self.numbers[key]
        email = f"{key}@example.com"
        return next(str(one["order_number"]) for one in self.people if one["email"] == email)

    def url(self, portal: str, path: str = "/") -> str:
        """The address of a path at `shop`, `club` or `admin`."""
        return f"http://{portal}.localhost:{self.port}{path}"

    @property
    def editor_password(self) -> str:
        """What the demo prints for the editor."""
        found = re.search(r"^EDITOR_PASSWORD=(.+)$", (self.var / "demo.env").read_text(), re.M)
        assert found
        return found[1]

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read the demo's database, and nothing but read."""
        address = f"file:{self.var / 'portico.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as database:
            return database.execute(query, values).fetchall()

    def subscription(self, key: str) -> str:
        """Stripe's id of somebody's subscription."""
        query = (
            "SELECT s.external_id FROM billing_subscription s"
            " JOIN accounts_customer c ON c.id = s.customer_id WHERE c.email = ?"
        )
        return str(self.rows(query, f"{key}@example.com")[0][0])

    def stripe(self, path: str, body: Any = None, *, method: str = "") -> Any:
        """Ask the local Stripe's controls: GET, or POST where there is a body."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.stripe_port}/_local/{path}",
            data=json.dumps(body).encode() if body is not None else None,
            method=method or ("GET" if body is None else "POST"),
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def visit(
        self, portal: str, path: str, *, cookies: list[Any], form: str | None = None
    ) -> Answer:
        """Ask a portal without a browser: its host name need not resolve."""
        headers = {
            "Host": f"{portal}.localhost:{self.port}",
            "Cookie": "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request("GET" if form is None else "POST", path, body=form, headers=headers)
            answer = line.getresponse()
            location = answer.getheader("Location") or ""
            return Answer(answer.status, location, answer.read().decode())

    def _ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


def wait_for(is_so: Callable[[], Any], *, seconds: float) -> Any:
    """Ask until the answer is true, and return it; fail when time is up."""
    until = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < until, f"Not so after {seconds:.0f} seconds."
        time.sleep(0.1)
    return found


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    parents = {one: parent for one, parent, state in _processes() if state != "Z"}
    found = [one for one, parent in parents.items() if parent == pid]
    return [*found, *(below for one in found for below in descendants(one))]


def running(pids: list[int]) -> list[int]:
    """Those of the processes that still run."""
    alive = {one for one, _parent, state in _processes() if state != "Z"}
    return [pid for pid in pids if pid in alive]


def _processes() -> Iterator[tuple[int, int, str]]:
    """Every process with its parent and state. macOS has no /proc, slim images have no ps."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid=,stat="], text=True)
        for line in listed.splitlines():
            pid, parent, state = line.split(None, 2)
            yield int(pid), int(parent), state[0]
        return
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
            yield int(entry.parent.name), int(parent), state
