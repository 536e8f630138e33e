"""The environment is read strictly, and all that is wrong is said at once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import backends
from cms.env import BASE_DIR, Environment


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import cms.settings"]
    return subprocess.run(
        command,
        cwd=BASE_DIR,
        env={"PORTICO_ENV_FILE": "none", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_faults_are_named_at_once():
    said = start(DEBUG="maybe", TRUSTED_PROXIES="two").stderr
    for name in ("SECRET_KEY", "DEBUG", "TRUSTED_PROXIES"):
        assert f"  {name}: " in said


def test_a_secret_alone_is_enough_to_read_the_settings(tmp_path):
    assert start(SECRET_KEY="x", VAR_DIR=str(tmp_path)).returncode == 0


def test_a_file_is_read_where_the_process_says_nothing(tmp_path, monkeypatch):
    monkeypatch.delenv("PORTICO_ENV_FILE")
    monkeypatch.delenv("COLOUR", raising=False)
    file = tmp_path / "file.env"
    file.write_text("COLOUR=green\n")
    env = Environment(tmp_path / "missing.env", file)
    assert env.str("COLOUR") == "green"


def test_a_missing_value_is_no_exception_until_sealed():
    env = Environment()
    env.str("NOBODY_SETS_THIS")
    with pytest.raises(ImproperlyConfigured, match="NOBODY_SETS_THIS"):
        env.seal()


def test_sqlite_writes_at_once_and_waits_for_others():
    options = backends.database("sqlite:////tmp/x.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 20
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_keeps_its_connections():
    assert backends.database("postgresql://u@h/n")["CONN_MAX_AGE"] == 600


def test_a_url_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="oracle-of-delphi"):
        backends.database("oracle-of-delphi://h/n")


def test_redis_is_taken_for_cache_and_queue(tmp_path):
    assert "RedisCache" in backends.cache("redis://h:6379/0", tmp_path)["BACKEND"]
    assert backends.broker("redis://h:6379/1", tmp_path) == {"broker_url": "redis://h:6379/1"}
