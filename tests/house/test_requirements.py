from __future__ import annotations

import re

import pytest

from tests.house.checkout import ROOT

FOLDER = ROOT / "requirements"
SETS = ("base", "demo", "dev")
NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?")


def entries(name: str) -> list[str]:
    """The packages of a locked file, each on one line."""
    text = (FOLDER / f"{name}.txt").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def asked_for(name: str) -> set[str]:
    lines = (FOLDER / f"{name}.in").read_text().splitlines()
    return {_name(line) for line in lines if line and not line.startswith(("#", "-r"))}


def _name(line: str) -> str:
    found = NAME.match(line)
    assert found, line
    return re.sub(r"[-_.]+", "-", found[1]).lower()


@pytest.mark.parametrize("name", SETS)
def test_every_package_is_pinned_with_hashes(name):
    pinned = re.compile(r"^[\w.-]+(\[[\w,-]+\])?==\S+( ; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+$")
    assert [line for line in entries(name) if not pinned.match(" ".join(line.split()))] == []


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_no_file_names_where_packages_come_from(file):
    text = file.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra-index|--find-links|-f)\b", text, re.MULTILINE)


@pytest.mark.parametrize("name", SETS)
def test_every_package_asked_for_is_locked(name):
    assert asked_for(name) <= {_name(line) for line in entries(name)}


@pytest.mark.parametrize(("smaller", "larger"), [("base", "demo"), ("demo", "dev")])
def test_larger_sets_hold_the_smaller_at_the_same_versions(smaller, larger):
    assert {_pin(line) for line in entries(smaller)} <= {_pin(line) for line in entries(larger)}


def _pin(line: str) -> str:
    return line.split(" ", maxsplit=1)[0]
