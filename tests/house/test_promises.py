"""Every promise has a test, and the docs tell the same promises as the tests."""

import ast
import re

from tests.house.checkout import ROOT
from tests.promises import PROMISES


def _marked() -> set[int]:
    found: set[int] = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "promise":
                    found |= {one.value for one in mark.args if isinstance(one, ast.Constant)}
    return found


def test_every_promise_has_a_test():
    assert set(PROMISES) - _marked() == set()


def test_only_promises_that_were_made_are_named():
    assert _marked() - set(PROMISES) == set()


def test_the_docs_make_the_same_promises():
    page = (ROOT / "docs" / "explanation" / "promises.md").read_text()
    told = re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE)
    assert {int(number): words for number, words in told} == PROMISES
