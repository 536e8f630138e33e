from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from portal_blocks import registry
from portal_blocks.registry import BLOCKS, PortalStream, asset_of, leaf_blocks

HOME = Path(registry.__file__).parent


def written_keys() -> list[str]:
    """The keys of `BLOCKS` as they are written: a second one would hide the first."""
    [written] = [
        node.value
        for node in ast.parse(Path(registry.__file__).read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "BLOCKS"
    ]
    assert isinstance(written, ast.Dict)
    return [ast.literal_eval(key) for key in written.keys]


def imported(file: Path) -> Iterator[str]:
    """The dotted names a module imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name} imports by dots"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_each_key_is_written_once_and_in_order():
    assert written_keys() == sorted(set(written_keys())) == list(BLOCKS)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_does_not_know_its_siblings(name):
    names = {full for file in (HOME / name).rglob("*.py") for full in imported(file)}
    siblings = {f"portal_blocks.{other}" for other in BLOCKS if other != name}
    assert {".".join(full.split(".")[:2]) for full in names} & siblings == set()


def test_a_merchant_may_put_every_block_on_a_page():
    assert list(PortalStream().child_blocks) == list(BLOCKS)


def test_columns_hold_every_block_but_columns():
    assert [name for name, _ in leaf_blocks()] == [name for name in BLOCKS if name != "columns"]


@pytest.mark.parametrize("kind", ["css", "js"])
@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_names_a_style_or_script_only_if_it_is_there(name, kind):
    written = (HOME / name / "static" / "portal_blocks" / f"{name}.{kind}").is_file()
    assert asset_of(name, kind) == (f"portal_blocks/{name}.{kind}" if written else "")
    assert not written or finders.find(asset_of(name, kind))
