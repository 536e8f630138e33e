"""What every state of every block keeps, as it is drawn.

`tests/portal_blocks/test_states.py` looks at each through `faults_of`, and it may not touch the
database.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser

from django.test import RequestFactory
from django.utils.html import escape

from cms.gallery.drawing import html_of
from cms.previewing.drawing import portal_urls
from portal_blocks.showing import Shown, every_state, shown

STATES = list(every_state())
NAMES = ["/".join(names) for names in STATES]
BELOW_A_SECTION = {"heading", "rich_text"}
"""Blocks whose headings a merchant sets below other blocks: they may begin with a part."""
NOTHING = re.compile(r'<div class="page__body">\s*</div>')
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REFERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form", "list")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A state, and the page it makes."""

    shown: Shown
    html: str


@cache
def drawn(name: str, key: str, scheme: str = "light") -> Drawn:
    """Draw a state of a block, once for all tests."""
    with portal_urls():
        found = shown(name, key, RequestFactory().get("/"), now=NOW)
        return Drawn(found, html_of(found, scheme))


def faults_of(name: str, key: str) -> list[str]:
    """Return what is wrong with a state."""
    one = drawn(name, key)
    page = _Page(name, lowest=2 if name in BELOW_A_SECTION else 1)
    page.feed(one.html)
    said = one.shown.state.said
    return [
        *([] if one.shown.template or _is_one(page, one.html) else [f"{page.roots} roots"]),
        *(f"id {found} {times} times" for found, times in page.ids.items() if times > 1),
        *(f"refers to {found}, which is not there" for found in page.refers - set(page.ids)),
        *page.jumps,
        *page.own_code,
        *(["a form that posts has no token"] * page.forms_without_token),
        *(
            []
            if said is None or _told(str(said.text), one.html)
            else [f"does not say: {said.text}"]
        ),
    ]


def _is_one(page: _Page, html: str) -> bool:
    """Whether a block has its one root, or is gone without a trace."""
    return page.roots == 1 or (page.roots == 0 and NOTHING.search(html) is not None)


def _told(text: str, html: str) -> bool:
    return str(escape(text)) in html


@dataclass
class _Page(HTMLParser):
    """Reads a page for what can be counted in it."""

    block: str
    lowest: int = 1
    roots: int = 0
    level: int = 1
    ids: Counter[str] = field(default_factory=Counter)
    refers: set[str] = field(default_factory=set)
    jumps: list[str] = field(default_factory=list)
    own_code: list[str] = field(default_factory=list)
    forms_without_token: int = 0

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element is called, refers to, and stands below."""
        has = {name: value or "" for name, value in attrs}
        if "id" in has:
            self.ids[has["id"]] += 1
        for name in REFERS:
            self.refers.update(has.get(name, "").split())
        if has.get("data-block") == self.block and not any(self._open):
            self.roots += f"block--{self.block}" in has.get("class", "").split()
        self._heading(tag)
        self._forbidden(tag, has)
        if tag not in VOID:
            self._open.append(has.get("data-block") == self.block)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag not in VOID:
            self._open.pop()

    def _forbidden(self, tag: str, has: dict[str, str]) -> None:
        """The policy runs no code and no style that stands in a page; a post needs a token."""
        inline = [name for name in has if name == "style" or name.startswith("on")]
        own = [tag] if tag == "style" or (tag == "script" and "src" not in has) else inline
        self.own_code += [f"{one} stands in the page" for one in own]
        if tag == "form" and has.get("method") == "post":
            self.forms_without_token += 1
        if has.get("name") == "csrfmiddlewaretoken":
            self.forms_without_token -= 1

    def _heading(self, tag: str) -> None:
        if tag[0] != "h" or not tag[1:].isdigit():
            return
        level = int(tag[1:])
        if level > self.level + 1:
            self.jumps.append(f"{tag} comes after h{self.level}")
        self.level = max(level, self.lowest)
