"""Form bodies as Stripe reads them: nested brackets in, typed values out.

Everything arrives as text; the schema of the call says what each text has to become. Structural
faults are told in Stripe's words, because products show and log them.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from local_stripe.errors import ApiError, Json, invalid

_BRACKETS = re.compile(r"\[([^\]]*)\]")
_DEEPEST = 5


def decode(text: str) -> Json:
    """`a[b][0]=c` as `{"a": {"b": ["c"]}}`, every leaf a string."""
    root: Json = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        head = key.split("[", 1)[0]
        steps = [head, *_BRACKETS.findall(key[len(head) :])]
        if len(steps) > _DEEPEST + 1:
            raise invalid(f"Invalid parameter: {key}", param=key)
        _place(root, steps, value)
    return {key: _lists(value) for key, value in root.items()}


def coerce(value: Any, schema: Json, at: str = "") -> Any:
    """The value with the types that the schema asks for; raises Stripe's 400 otherwise."""
    if "anyOf" in schema:
        return _first_fit(value, schema["anyOf"], at)
    kind = schema.get("type")
    if kind == "object":
        return _object(value, schema, at)
    if kind == "array":
        if not isinstance(value, list):
            raise invalid("Invalid array", param=at)
        return [coerce(item, schema["items"], f"{at}[{n}]") for n, item in enumerate(value)]
    return _scalar(value, schema, at)


def _place(root: Json, steps: list[str], value: str) -> None:
    current = root
    for step in steps[:-1]:
        nested = current.setdefault(step or str(len(current)), {})
        if not isinstance(nested, dict):
            raise invalid(f"Invalid parameter: {step}", param=steps[0])
        current = nested
    current[steps[-1] or str(len(current))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(item) for key, item in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def _first_fit(value: Any, alternatives: list[Json], at: str) -> Any:
    nested = isinstance(value, dict | list)
    failures: list[ApiError] = []
    # Those of the value's own shape last, so that their more telling fault is the one told.
    for schema in sorted(alternatives, key=lambda one: (one.get("type") in _SHAPED) == nested):
        try:
            return coerce(value, schema, at)
        except ApiError as failure:
            failures.append(failure)
    raise failures[-1]


_SHAPED = ("object", "array")


def _object(value: Any, schema: Json, at: str) -> Json:
    if not isinstance(value, dict):
        raise invalid("Invalid object", param=at)
    known, extra = schema.get("properties", {}), schema.get("additionalProperties")
    result: Json = {}
    for key, item in value.items():
        path = f"{at}[{key}]" if at else key
        inner = known.get(key, extra if isinstance(extra, dict) else None)
        if inner is None:
            message = f"Received unknown parameter: {path}"
            raise invalid(message, code="parameter_unknown", param=path)
        result[key] = coerce(item, inner, path)
    for key in schema.get("required", ()):
        if key not in result:
            path = f"{at}[{key}]" if at else key
            message = f"Missing required param: {path}."
            raise invalid(message, code="parameter_missing", param=path)
    return result


def _scalar(value: Any, schema: Json, at: str) -> Any:
    if not isinstance(value, str):
        raise invalid(f"Invalid {schema.get('type', 'string')}", param=at)
    read = _READERS.get(schema.get("type", ""))
    if read:
        return read(value, at)
    choices = schema.get("enum")
    if choices and value not in choices:
        listed = ", ".join(choices[:-1]) + f", or {choices[-1]}" if choices[1:] else choices[0]
        if choices == [""]:
            listed = "an empty text"
        raise invalid(f"Invalid {at}: must be one of {listed}", param=at)
    if "pattern" in schema and not re.search(schema["pattern"], value):
        code = "parameter_invalid_string"
        raise invalid(f"Invalid decimal: {value}", code=code, param=at)
    return value


def _integer(value: str, at: str) -> int:
    if not re.fullmatch(r"-?\d+", value):
        message = f"Invalid integer: {value}"
        raise invalid(message, code="parameter_invalid_integer", param=at)
    return int(value)


def _number(value: str, at: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise invalid(f"Invalid decimal: {value}", param=at)
    return float(value)


def _boolean(value: str, at: str) -> bool:
    if value not in ("true", "false"):
        raise invalid(f"Invalid boolean: {value}", param=at)
    return value == "true"


_READERS = {"integer": _integer, "number": _number, "boolean": _boolean}
