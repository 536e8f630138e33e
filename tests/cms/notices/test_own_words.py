import pytest

from cms.notices.own_words import unknown_names


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Thanks for {product}", []),
        ("{amount} {amont} {AMOUNT}", ["AMOUNT", "amont"]),
        ("{} {amount.__class__} %(product)s {{product}}", []),
    ],
)
def test_names_that_cannot_be_filled_are_found(text, unknown):
    assert unknown_names(text, {"amount", "product"}) == unknown
