from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

import portal_blocks
from cms.reference.blocks import blocks_page
from portal_blocks import registry
from tests.contracts import block_contract

TEXT = (Path(__file__).parents[2] / "docs" / "how-to" / "add-a-block.md").read_text("utf-8")
FILES = dict(re.findall(r"^`([\w./]+)`\n\n```\w+\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE))
[(KEY, PATH)] = re.findall(r'^    "(\w+)": "([\w.]+)",$', TEXT, re.MULTILINE)


@pytest.fixture
def block(tmp_path, monkeypatch, settings):
    """The block of the text, made as the text says, in a folder beside the others."""
    for name, content in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    folder = tmp_path / "portal_blocks"
    monkeypatch.setattr(portal_blocks, "__path__", [*portal_blocks.__path__, str(folder)])
    monkeypatch.setitem(registry.BLOCKS, KEY, PATH)
    [templates] = settings.TEMPLATES
    found = [*templates["DIRS"], folder / KEY / "templates"]
    settings.TEMPLATES = [{**templates, "DIRS": found}]
    yield import_string(PATH)()
    for name in [name for name in sys.modules if name.startswith(f"portal_blocks.{KEY}")]:
        del sys.modules[name]


def test_the_text_holds_the_files_of_a_block():
    endings = [name.removeprefix(f"portal_blocks/{KEY}/") for name in FILES]
    assert endings[:2] == ["__init__.py", "block.py"]
    assert f"templates/portal_blocks/{KEY}.html" in endings
    assert f"static/portal_blocks/{KEY}.css" in endings


def test_the_block_shows_its_preview(block):
    block_contract.shows_its_preview(KEY, block)


@pytest.mark.parametrize("promise", block_contract.PROMISES, ids=lambda p: p.__name__)
def test_the_block_keeps(block, promise):
    promise(block)


def test_its_template_says_what_it_reads(block):
    block_contract.its_template_says_what_it_reads(KEY)


def test_a_page_may_hold_it(block):
    assert KEY in registry.PortalStream().child_blocks
    assert f"| `{KEY}` |" in blocks_page()


def test_its_style_is_found(block, tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "_HERE", tmp_path / "portal_blocks")
    assert registry.asset_of.__wrapped__(KEY, "css") == f"portal_blocks/{KEY}.css"


def test_the_tests_of_the_text_pass(block, tmp_path):
    file = tmp_path / f"tests/portal_blocks/{KEY}/test_block.py"
    spec = importlib.util.spec_from_file_location("the_test_of_the_text", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tests = [test for name, test in vars(module).items() if name.startswith("test_")]
    for test in tests:
        test()
    assert len(tests) == 2
