from __future__ import annotations

import jsonschema_rs
import pytest

from billing.api.reference import doors, objects, openapi
from tests.billing.api.sending import ORDER, order


def validator(name: str):
    schema = {"$ref": f"#/components/schemas/{name}", "components": openapi()["components"]}
    return jsonschema_rs.validator_for(schema)


def test_the_schema_takes_what_the_api_takes():
    assert validator("OrdersBatch").is_valid({"orders": [ORDER]})


@pytest.mark.parametrize("fields", [{"totl": 1}, {"total": "x"}, {"payment_state": "payed"}])
def test_the_schema_refuses_what_the_api_refuses(fields):
    assert not validator("OrdersBatch").is_valid({"orders": [order(**fields)]})


def test_every_door_names_its_body_and_its_answers():
    assert [(one.method, one.path, one.body) for one in doors()] == [
        ("POST", "/api/orders/", "OrdersBatch"),
        ("POST", "/api/shipments/", "ShipmentsBatch"),
    ]
    assert {"200", "401", "403", "413", "422", "429", "503"} <= {s for s, _ in doors()[0].answers}


def test_objects_that_are_sent_stand_first():
    assert [one.name for one in objects()][:2] == ["OrdersBatch", "SentOrder"]


def test_fields_say_what_they_are():
    fields = {row.name: row for one in objects() if one.name == "SentOrder" for row in one.fields}
    assert (fields["total"].kind, fields["total"].is_needed) == ("whole number, not below 0", True)
    assert (fields["lines"].kind, fields["lines"].refers_to) == ("list of Line", "Line")
    assert fields["payment_state"].default == "paid"
    assert fields["placed_at"].kind == "moment with time zone"
