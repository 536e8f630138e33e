from __future__ import annotations

from billing.sources.columns import ORDERS, recognised


def test_usual_names_are_recognised_in_any_case():
    found = recognised(["Order Number", "E-mail", "Order_Date", "TOTAL", "Currency", "Qty"])
    assert found == {
        "number": "Order Number",
        "email": "E-mail",
        "date": "Order_Date",
        "total": "TOTAL",
        "currency": "Currency",
        "quantity": "Qty",
    }


def test_the_more_telling_name_wins():
    assert recognised(["Total", "Order total"])["total"] == "Order total"


def test_name_is_the_order_number_beside_lineitem_name():
    found = recognised(["Name", "Email", "Lineitem name", "Lineitem quantity"])
    assert (found["number"], found["product"]) == ("Name", "Lineitem name")


def test_only_known_fields_are_found():
    assert set(recognised(["order", "colour", "tax", "sku", "item price"])) <= set(ORDERS.fields)
