from __future__ import annotations

import re
from pathlib import Path

import pytest

from cms.reference.environment import variables_documented, variables_read
from portal_blocks.registry import BLOCKS
from tests.house.checkout import ROOT, here, texts

PAGES = {file: text for file, text in texts() if file.suffix == ".md"}
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
DOCS = ROOT / "docs"


def prose(text: str) -> str:
    """A page without its examples."""
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors(file: Path) -> set[str]:
    """The places in a page that a link can lead to."""
    heads = re.findall(r"^#+ (.+)$", prose(PAGES[file]), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def is_broken(page: Path, link: str) -> bool:
    """Whether a link within the project leads nowhere."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return not target.exists() or (bool(anchor) and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=here)
def test_every_link_within_the_project_leads_somewhere(page):
    links = LINK.findall(prose(PAGES[page]))
    ours = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in ours if is_broken(page, link)] == []


def test_the_index_names_every_page():
    index = (DOCS / "README.md").read_text()
    named = {(DOCS / link).resolve() for link in LINK.findall(index) if "://" not in link}
    pages = {file for file in DOCS.rglob("*.md") if file.parent.name != "decisions"}
    assert pages - named - {DOCS / "README.md"} == set()


def test_every_variable_the_settings_read_is_documented():
    example = (ROOT / ".env.example").read_text()
    documented = {one.name for one in variables_documented(example) if one.text}
    reference = (DOCS / "reference" / "environment.md").read_text()
    assert set(variables_read()) - documented == set()
    assert [name for name in variables_read() if f"| `{name}` |" not in reference] == []


def test_every_variable_documented_is_read():
    example = (ROOT / ".env.example").read_text()
    assert {one.name for one in variables_documented(example)} - set(variables_read()) == set()


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_has_a_row_in_the_reference(block):
    assert f"| `{block}` |" in (DOCS / "reference" / "blocks.md").read_text()
