import pytest

from billing.gateway.client import api
from billing.gateway.errors import NotFound
from billing.gateway.products import fetch_product


def test_product_in_our_words(stripe):
    made = api().products.create(
        {
            "name": "Tea",
            "description": "Black",
            "images": ["https://shop.example/tea.png"],
            "metadata": {"portico_shop": "Greenhouse"},
        }
    )
    record = fetch_product(made.id)
    assert (record.name, record.description, record.is_active) == ("Tea", "Black", True)
    assert (record.image_url, record.shop_name) == ("https://shop.example/tea.png", "Greenhouse")


def test_deleted_product_is_not_found(stripe):
    made = api().products.create({"name": "Tea"})
    api().products.delete(made.id)
    with pytest.raises(NotFound):
        fetch_product(made.id)
