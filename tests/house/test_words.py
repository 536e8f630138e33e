from __future__ import annotations

import re

import pytest

from tests.house.checkout import PRODUCT, here, modules, texts

# Written in halves, so that this file does not hold what it forbids.
MACHINE = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Use" + "rs/", "C:" + "\\"]
REGISTRIES = [
    *("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "registry" + ".yarnpkg"),
    *("proxy" + ".golang", "jfrog" + ".io", "--extra-index" + "-url", "--trusted" + "-host"),
]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]


@pytest.mark.parametrize("word", [*MACHINE, *REGISTRIES, *UNFINISHED])
def test_no_file_says(word):
    found = [
        here(file, number)
        for file, text in texts()
        if word in text
        for number, line in enumerate(text.splitlines(), start=1)
        if word in line
    ]
    assert not found, f"{word!r} in {', '.join(found)}"


def test_the_product_prints_nothing():
    prints = re.compile(r"(?<![\w.])print\(")
    found = [
        here(file, number)
        for file in modules(*PRODUCT)
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if prints.search(line)
    ]
    assert not found


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "services", "managers", "misc"])
def test_no_module_has_a_name_that_says_nothing(name):
    assert not [here(file) for file in modules(*PRODUCT) if name in (file.stem, file.parent.name)]
