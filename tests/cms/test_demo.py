"""The environment that the demo writes for itself."""

from __future__ import annotations

import pytest

from cms.demo import environment


@pytest.fixture
def values(tmp_path, monkeypatch):
    """Write the environment in an empty folder and read it, as often as wanted."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PORTICO_ENV_FILE", str(tmp_path / "demo.env"))

    def written(**variables: str) -> dict[str, str]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert environment.main() == 0
        lines = (tmp_path / "demo.env").read_text().splitlines()
        return {name: value for name, _, value in (line.partition("=") for line in lines)}

    return written


def test_secrets_stay_and_ports_change_from_start_to_start(values):
    first = values(PORT="8000", LOCAL_STRIPE_PORT="12111")
    again = values(PORT="8001", LOCAL_STRIPE_PORT="12112")
    changed = {name for name in first if first[name] != again[name]}
    assert changed == {"PORT", "STRIPE_API_BASE", "STRIPE_JS_URL"}
    assert again["PORT"] == "8001"


def test_two_demos_share_no_secret(values, tmp_path):
    first = values()
    (tmp_path / "demo.env").unlink()
    second = values()
    secret = ("SECRET_KEY", "STRIPE_WEBHOOK_SECRETS", "EDITOR_PASSWORD")
    assert all(first[name] and first[name] != second[name] for name in secret)


def test_nobody_else_on_the_machine_reads_the_secrets(values, tmp_path):
    values()
    assert (tmp_path / "demo.env").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "²"])
def test_a_port_that_is_none_is_said(monkeypatch, tmp_path, capsys, port):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PORTICO_ENV_FILE", str(tmp_path / "demo.env"))
    monkeypatch.setenv("PORT", port)
    assert environment.main() == 1
    assert capsys.readouterr().err == f"PORT must be a number from 1 to 65535, not {port!r}.\n"
    assert not (tmp_path / "demo.env").exists()


def test_a_checkout_set_up_for_something_else_is_left_alone(monkeypatch, tmp_path, capsys):
    (tmp_path / ".env").write_text("SECRET_KEY=mine\n")
    monkeypatch.delenv("PORTICO_ENV_FILE", raising=False)
    monkeypatch.setattr(environment, "BASE_DIR", tmp_path)
    assert environment.main() == 1
    assert "The demo leaves it alone." in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == [".env"]
