"""The parameters of one call, and which of them its handler looked at."""

from typing import Any

from local_stripe.errors import Json, invalid
from local_stripe.sdk_schema import object_schema

_LONGEST_KEY, _LONGEST_VALUE, _MOST_KEYS = 40, 500, 50
_ALWAYS_READ = frozenset({"expand"})


class Params(dict[str, Any]):
    """Checked parameters that remember being read.

    What nobody read had no effect; the contract log shows it, so that nothing is left out
    in silence.
    """

    def __init__(self, values: Json) -> None:
        super().__init__(values)
        self._read: set[str] = set(_ALWAYS_READ)

    def __getitem__(self, key: str) -> Any:
        self._read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._read.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a parameter."""
        self._read.add(key)
        return super().get(key, default)

    @property
    def unread(self) -> set[str]:
        """Names that no handler asked for."""
        return set(self) - self._read


def apply(found: Json, params: Params, *names: str) -> Json:
    """Put named parameters into an object: empty text clears, objects are merged."""
    for name in names:
        if name in params:
            empty = params[name] == ""
            new = _cleared(found, name) if empty else merged(found.get(name), params[name])
            found[name] = new
    if "metadata" in params:
        found["metadata"] = _metadata(found.get("metadata") or {}, params["metadata"])
    return found


def _cleared(found: Json, name: str) -> Any:
    """What a field is once it is cleared; raises for one that cannot be without a value."""
    schema = object_schema(found["object"])["properties"][name]
    if {"type": "null"} in schema.get("anyOf", ()):
        return None
    if schema.get("type") == "array":
        return []
    message = f"You passed an empty string for '{name}'. It cannot be unset."
    raise invalid(message, code="parameter_invalid_empty", param=name)


def merged(old: Any, new: Any) -> Any:
    """The new value; an object keeps those of its old fields that are not given."""
    if new == "":
        return None
    if isinstance(new, dict):
        base = old if isinstance(old, dict) else {}
        return {**base, **{key: merged(base.get(key), value) for key, value in new.items()}}
    return new


def _metadata(old: Json, new: Any) -> Json:
    if new == "":
        return {}
    for key, value in new.items():
        if len(key) > _LONGEST_KEY:
            message = f"Metadata keys can have up to {_LONGEST_KEY} characters: {key}"
            raise invalid(message, param=f"metadata[{key}]")
        if len(value) > _LONGEST_VALUE:
            message = f"Metadata values can have up to {_LONGEST_VALUE} characters, but you passed"
            raise invalid(f"{message} one of {len(value)}.", param=f"metadata[{key}]")
    kept = {key: value for key, value in {**old, **new}.items() if value != ""}
    if len(kept) > _MOST_KEYS:
        raise invalid(f"You can only store {_MOST_KEYS} metadata keys.", param="metadata")
    return kept
