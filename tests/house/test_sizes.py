from __future__ import annotations

import pytest

from tests.house.checkout import PACKAGES, functions, here, modules

MODULE, FUNCTION = 300, 40  # lines


def test_no_module_is_longer_than_it_may_be():
    lengths = {file: len(file.read_text().splitlines()) for file in modules(*PACKAGES, "tests")}
    long = [f"{here(file)} has {length}" for file, length in lengths.items() if length > MODULE]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("package", [*PACKAGES, "tests"])
def test_no_function_is_longer_than_it_may_be(package):
    long = [
        f"{here(file, function.lineno)} {function.name} has {lines}"
        for file in modules(package)
        for function in functions(file)
        if (lines := _lines(function)) > FUNCTION
    ]
    assert not long, "\n".join(long)


def _lines(function) -> int:
    return function.end_lineno - function.lineno + 1
