"""What the API's own schema says, in tables: for the page at `/api/docs/` and for docs/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from billing.api.doors import api

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of an object. `refers_to` names the object its value is, or its values are."""

    name: str
    kind: str
    refers_to: str
    is_needed: bool
    default: str
    text: str


@dataclass(frozen=True, slots=True)
class ObjectTable:
    """One kind of object."""

    name: str
    text: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """One address: what is sent to it, and by status what it answers."""

    method: str
    path: str
    title: str
    text: str
    body: str
    answers: tuple[tuple[str, str], ...]


@cache
def openapi() -> Schema:
    """Return the schema as `/api/openapi.json` serves it."""
    return api.get_openapi_schema(path_prefix="/api/")


def doors() -> list[Door]:
    """Return every address of the API."""
    return [
        _door(method, path, operation)
        for path, methods in openapi()["paths"].items()
        for method, operation in methods.items()
    ]


def objects() -> list[ObjectTable]:
    """Return every kind of object: those sent first, each before those in it."""
    schemas = openapi()["components"]["schemas"]
    names = dict.fromkeys(chain.from_iterable(map(_within, _ends())))
    return [_table(name, schemas[name]) for name in names if "properties" in schemas[name]]


def _ends() -> Iterator[str]:
    """Yield the objects that are sent or answered as a whole."""
    yield from (door.body for door in doors())
    yield from (name for door in doors() for _status, name in door.answers)


def _within(name: str) -> Iterator[str]:
    """Yield an object, and those in it."""
    yield name
    for one in openapi()["components"]["schemas"][name].get("properties", {}).values():
        refers_to = _kind(one)[1]
        if refers_to:
            yield from _within(refers_to)


def _door(method: str, path: str, operation: Schema) -> Door:
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    answers = (
        (str(status), _kind(answer["content"]["application/json"]["schema"])[1])
        for status, answer in operation["responses"].items()
    )
    text = operation.get("description", "")
    found = tuple(sorted(answers))
    return Door(method.upper(), path, operation["summary"], text, _kind(body)[1], found)


def _table(name: str, schema: Schema) -> ObjectTable:
    needed = schema.get("required", ())
    rows = tuple(_row(key, one, key in needed) for key, one in schema["properties"].items())
    return ObjectTable(name, " ".join(schema.get("description", "").split()), rows)


def _row(name: str, schema: Schema, is_needed: bool) -> FieldRow:
    kind, refers_to = _kind(schema)
    default = schema.get("default")
    shown = "" if default in (None, "", []) else str(default)
    return FieldRow(name, kind, refers_to, is_needed, shown, schema.get("description", ""))


def _kind(schema: Schema) -> tuple[str, str]:
    """Return in words what a value is, and the name of its object if it is one."""
    if "$ref" in schema:
        return _named(schema["$ref"].rpartition("/")[2])
    for parts in (schema.get("anyOf"), schema.get("allOf")):
        if parts:
            return _kind(next(part for part in parts if part.get("type") != "null"))
    if schema.get("type") == "array":
        kind, refers_to = _kind(schema["items"])
        return f"list of {refers_to or kind}", refers_to
    return ", ".join([_plain(schema), *_limits(schema)]), ""


def _named(name: str) -> tuple[str, str]:
    schema = openapi()["components"]["schemas"][name]
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"]), ""
    return name, name


def _plain(schema: Schema) -> str:
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    kinds = {"string": "text", "integer": "whole number", "boolean": "yes or no"}
    if schema.get("type") == "object":
        return "names and values"
    if schema.get("format") == "date-time":
        return "moment with time zone"
    return kinds.get(schema.get("type", ""), "any")


def _limits(schema: Schema) -> Iterator[str]:
    if "maxLength" in schema:
        yield f"up to {schema['maxLength']} characters"
    if schema.get("minimum") == 0:
        yield "not below 0"
