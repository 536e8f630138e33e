"""JSON Schemas read from the classes of the installed stripe package.

The package is generated from Stripe's own specification at the pinned API version, so its
classes are the contract. Schemas are made when first asked for: all of them take seconds.
Enumerations that Stripe leaves open are held to the documented values.
"""

import ast
import decimal
import importlib
import inspect
import sys
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

import typing_extensions
from stripe import ListObject, SearchResultObject, StripeObject

from local_stripe.errors import Json

_MODULES = {"invoiceitem": "invoice_item", "item": "line_item", "line_item": "invoice_line_item"}
_REQUEST_OPTIONS = frozenset(
    importlib.import_module("stripe._request_options").RequestOptions.__annotations__
)
_PLAIN: dict[Any, Json] = {
    type(None): {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    # Decimals travel as strings.
    decimal.Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    Any: {},
}


@cache
def object_class(kind: str) -> type | None:
    """The class of an object by its `object` field."""
    folder, _, name = f"stripe.{_MODULES.get(kind, kind)}".rpartition(".")
    try:
        module = importlib.import_module(f"{folder}._{name}")
    except ImportError:
        return None
    own = [value for value in vars(module).values() if inspect.isclass(value)]
    return next((value for value in own if vars(value).get("OBJECT_NAME") == kind), None)


@cache
def object_schema(kind: str) -> Json:
    """The closed schema of an object; objects inside it are judged by their own schema."""
    cls = object_class(kind)
    if cls is None:
        raise LookupError(kind)
    return _fields(cls)


@cache
def params_schema(params: type) -> Json:
    """The closed schema of a call's parameters."""
    return _fields(params)


def _fields(cls: type) -> Json:
    is_params = typing_extensions.is_typeddict(cls)
    properties: Json = {}
    required: list[str] = []
    for name, annotation in cls.__annotations__.items():
        if name == "OBJECT_NAME" or name.startswith("_"):
            continue
        if is_params and name in _REQUEST_OPTIONS:
            continue
        # `from` is a keyword of Python, so the package spells it otherwise.
        wire = "from" if name == "from_" else name
        properties[wire] = _schema(annotation, cls)
        if _is_required(cls, name, properties[wire]):
            required.append(wire)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _is_required(cls: type, name: str, schema: Json) -> bool:
    if typing_extensions.is_typeddict(cls):
        return name in cls.__required_keys__  # type: ignore[attr-defined]
    return {"type": "null"} not in schema.get("anyOf", ())


def _schema(annotation: Any, owner: type) -> Json:
    resolved = _resolve(annotation, owner)
    if resolved in _PLAIN:
        return dict(_PLAIN[resolved])
    origin, arguments = get_origin(resolved), get_args(resolved)
    if origin in (typing_extensions.NotRequired, typing_extensions.Required):
        return _schema(arguments[0], owner)
    if origin is typing.Literal:
        kind = "boolean" if isinstance(arguments[0], bool) else "string"
        return {"type": kind, "enum": list(arguments)}
    if origin is typing.Union or isinstance(resolved, UnionType):
        return _union(arguments, owner)
    if origin in (list, Sequence):
        return {"type": "array", "items": _schema(arguments[0], owner)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], owner)}
    return _object(resolved, origin, arguments, owner)


def _union(arguments: tuple[Any, ...], owner: type) -> Json:
    parts = [_resolve(part, owner) for part in arguments]
    if any(_is_enumeration(part) for part in parts):
        parts = [part for part in parts if part is not str]
    schemas = [_schema(part, owner) for part in parts]
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _is_enumeration(part: Any) -> bool:
    """An empty text alone is no choice: it stands for clearing a field that takes any text."""
    return get_origin(part) is typing.Literal and get_args(part) != ("",)


def _object(resolved: Any, origin: Any, arguments: tuple[Any, ...], owner: type) -> Json:
    if origin in (ListObject, SearchResultObject):
        return {"type": "object", "required": ["object", "data", "has_more", "url"]}
    cls = origin or resolved
    if cls.__name__ == "UntypedStripeObject":
        values = _schema(arguments[0], owner) if arguments else {}
        return {"type": "object", "additionalProperties": values}
    if kind := vars(cls).get("OBJECT_NAME"):
        named = {"object": {"type": "string", "enum": [kind]}}
        return {"type": "object", "properties": named, "required": ["object"]}
    if not (typing_extensions.is_typeddict(cls) or issubclass(cls, StripeObject)):
        raise TypeError(f"{owner.__name__}: {resolved!r}")
    return _fields(cls)


def _resolve(annotation: Any, owner: type) -> Any:
    text = getattr(annotation, "__forward_arg__", annotation)
    if not isinstance(text, str):
        return annotation
    module = vars(sys.modules[owner.__module__])
    # The text is the installed package's own annotation, never anything from outside.
    return eval(text, module, _Names(owner))  # noqa: S307


class _Names(Mapping[str, Any]):
    """Names of a class, then those its module imports for type checking only."""

    def __init__(self, owner: type) -> None:
        self._owner = owner

    def __getitem__(self, name: str) -> Any:
        if name in vars(self._owner):
            found = vars(self._owner)[name]
            if inspect.isclass(found):
                return found
        module, original = _typing_imports(self._owner.__module__)[name]
        return getattr(importlib.import_module(module), original)

    def __iter__(self) -> Iterator[str]:
        return iter(vars(self._owner))

    def __len__(self) -> int:
        return len(vars(self._owner))


@cache
def _typing_imports(module: str) -> dict[str, tuple[str, str]]:
    source = inspect.getsource(sys.modules[module])
    _, _, rest = source.partition("\nif TYPE_CHECKING:\n")
    lines = []
    for line in rest.splitlines():
        if line and not line.startswith(" "):
            break
        lines.append(line)
    tree = ast.parse("if True:\n" + "\n".join(lines)) if rest else ast.Module([], [])
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in imports
        for alias in node.names
    }
