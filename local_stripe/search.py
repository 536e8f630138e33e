"""Stripe's search language: `status:"active" AND metadata["box"]:"7"`.

A query becomes a test of one object. Names and kinds of fields come from the resource.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from local_stripe.errors import ApiError, Json, invalid
from local_stripe.listing import at

FieldKind = Literal["string", "token", "numeric"]
Test = Callable[[Json], bool]
_MOST_CLAUSES = 10
_SHORTEST_PART = 3
_COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_WORD = re.compile(
    r"""\s*(?:(?P<joint>AND|OR)\b
    |(?P<no>-)?(?P<field>[a-z_]+(?:\.[a-z0-9_]+)*)
     (?:\[(?P<q>["'])(?P<key>(?:\\.|(?!(?P=q)).)*)(?P=q)\])?
     \s*(?P<op>:|~|>=|<=|>|<)\s*
     (?:(?P<null>null\b)|(?P<number>-?\d+(?:\.\d+)?)
       |(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)))""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a resource lets be searched for: the kind of each field, and where it stands."""

    resource: str
    kinds: Mapping[str, FieldKind]
    places: Mapping[str, str]


def compiled(query: str, fields: Fields) -> Test:
    """The test that a query is; raises 400 for one that cannot be read."""
    tests: list[Test] = []
    joints: set[str] = set()
    position = 0
    while query[position:].strip():
        word = _WORD.match(query, position)
        if word is None:
            raise _unreadable(query[position:].strip())
        position = word.end()
        if joint := word["joint"]:
            joints.add(joint.upper())
        else:
            tests.append(_clause(word, fields))
    return _joined(tests, joints)


def _joined(tests: list[Test], joints: set[str]) -> Test:
    if not tests or len(tests) > _MOST_CLAUSES:
        raise invalid(f"A query has 1 to {_MOST_CLAUSES} clauses.", param="query")
    if len(joints) > 1:
        raise invalid("A query cannot combine AND with OR.", param="query")
    whole = any if joints == {"OR"} else all
    return lambda found: whole(test(found) for test in tests)


def _clause(word: re.Match[str], fields: Fields) -> Test:
    name, key, compare = word["field"], word["key"], word["op"]
    kind = fields.kinds.get(name)
    if kind is None or (key is None) == (name == "metadata"):
        message = f"Field `{name}` is an unsupported search field for resource"
        raise invalid(f"{message} `{fields.resource}`.", param="query")
    if key is not None:
        plain = _unescaped(key)

        def value(found: Json) -> Any:
            return (found.get("metadata") or {}).get(plain)
    else:
        place = fields.places.get(name, name)

        def value(found: Json) -> Any:
            return at(found, place)

    test = _null(compare) if word["null"] else _comparison(word, compare, kind)
    wanted = not word["no"]
    return lambda found: test(value(found)) is wanted


def _null(compare: str) -> Callable[[Any], bool]:
    if compare != ":":
        raise _unreadable("null")
    return lambda value: value in (None, "")


def _comparison(word: re.Match[str], compare: str, kind: FieldKind) -> Callable[[Any], bool]:
    text = word["number"] or _unescaped(word["text"] or "")
    if kind == "numeric":
        return _numeric(text, compare)
    if compare == ":":
        return lambda value: value is not None and _plain(value) == text.lower()
    if compare == "~" and kind == "string" and len(text) >= _SHORTEST_PART:
        return lambda value: value is not None and text.lower() in _plain(value)
    message = f"Operator `{compare}` cannot be used for `{word['field']}` with `{text}`."
    raise invalid(message, param="query")


def _numeric(text: str, compare: str) -> Callable[[Any], bool]:
    test = operator.eq if compare == ":" else _COMPARE.get(compare)
    try:
        number = float(text)
    except ValueError:
        raise invalid(f"`{text}` is not a number.", param="query") from None
    if test is None:
        raise invalid(f"Operator `{compare}` cannot be used for numbers.", param="query")
    return lambda value: value is not None and bool(test(value, number))


def _plain(value: Any) -> str:
    """Searches know neither small letters from capitals nor a truth from its name."""
    return str(value).lower()


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _unreadable(rest: str) -> ApiError:
    return invalid(f"We were unable to parse your search query at: {rest[:40]}", param="query")
