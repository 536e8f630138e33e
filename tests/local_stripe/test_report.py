from __future__ import annotations

import subprocess
import sys

import pytest
import stripe

from local_stripe import report
from local_stripe.contract import ContractLog, Violation
from local_stripe.testing import running


def _printed(folder):
    command = [sys.executable, "-m", "local_stripe.report", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_each_server_leaves_what_it_saw(tmp_path, monkeypatch, connect):
    monkeypatch.setenv(report.VARIABLE, str(tmp_path / "new"))
    for _ in range(2):
        with running() as local:
            api = connect(local.url).v1
            api.customers.create({"name": "Ann", "tax": {"ip_address": "127.0.0.1"}})
            local.fault("down")
            with pytest.raises(stripe.APIConnectionError):
                api.customers.list()
    found = report.added_up(tmp_path / "new")
    assert (found.servers, found.requests, found.answers, found.events) == (2, 4, 2, 2)
    assert found.routes == {"POST /v1/customers": 2, "GET /v1/customers": 2}
    assert found.ignored == {"POST /v1/customers": {"tax"}}


def test_nothing_is_left_where_nobody_asked(tmp_path, monkeypatch):
    monkeypatch.delenv(report.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    report.keep(ContractLog())
    assert list(tmp_path.iterdir()) == []


def test_printed_report_fails_for_a_violation(tmp_path, monkeypatch):
    monkeypatch.setenv(report.VARIABLE, str(tmp_path))
    report.keep(ContractLog(requests=3))
    assert (_printed(tmp_path).returncode, report.added_up(tmp_path).requests) == (0, 3)
    report.keep(ContractLog(violations=[Violation("GET /v1/x", "a.b", "is wrong")]))
    printed = _printed(tmp_path)
    assert printed.returncode == 1
    assert "Violations of the contract: 1\n  GET /v1/x: a.b: is wrong" in printed.stdout


def test_folder_that_is_not_there_is_told(tmp_path):
    assert _printed(tmp_path / "none").returncode == 2
