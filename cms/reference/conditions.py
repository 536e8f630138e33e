"""The reference of conditions: every condition of the registry, as rules in JSON say it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any

from access_rules.conditions import CONDITIONS
from access_rules.conditions.base import GROUPS, Condition, Section
from access_rules.conditions.parameters import MOST_CHOSEN, Parameter
from access_rules.parsing import MAX_CONDITIONS, MAX_DEPTH, VERSION
from cms.reference.markdown import code, page, table

ID = "7b1c1a1e-52f4-4c0a-9c6d-0c4b3d1f2a10"
EXAMPLES: dict[str, Any] = {
    "attributes": "roast",
    "clubs": [7],
    "countries": ["EU", "GB"],
    "date": "2026-12-24",
    "languages": ["de", "pt-BR"],
    "named_rule": ID,
    "prices": [34],
    "products": [12, 15],
    "tags": ["gold"],
    "text": "spring",
}
KINDS = {
    "attributes": "name of an attribute",
    "club": "id of a club, or `null` for what counts in the portal",
    "clubs": "ids of clubs",
    "countries": "ISO 3166-1 codes, groups such as `EU` and `europe`, or parts such as `US-CA`",
    "currency": "ISO 4217 code",
    "date": "day in ISO 8601, or `null` for no limit",
    "languages": "BCP 47 tags",
    "money": "amount in the smallest unit of the currency",
    "named_rule": "id of a named rule",
    "prices": "ids of prices",
    "products": "ids of products",
    "tags": "tags",
    "text": "text",
}
INTRODUCTION = f"""\
What a rule can ask about whoever looks. A rule is a JSON object with its `version` and one group;
a group is `all`, `any` or `none` with a list of conditions and further groups:

```json
{{"version": {VERSION}, "all": [
  {{"condition": "standing", "value": "active"}},
  {{"none": [{{"condition": "tag", "tags": ["trade"]}}]}}
]}}
```

Every setting is needed, and no other is taken. A rule holds at most {MAX_CONDITIONS:,} conditions,
with those of the named rules in it, in at most {MAX_DEPTH} levels of groups; a list holds at most
{MOST_CHOSEN} entries. What is not known is not met, under `none` as well; see
[who sees what](../explanation/who-sees-what.md)."""


def conditions_page() -> str:
    """Return the page about all conditions."""
    sections: list[Section | None] = [*GROUPS, None]
    parts = [_section(section, _of(section)) for section in sections]
    return page("Conditions", INTRODUCTION, *parts)


def example_of(condition: type[Condition]) -> dict[str, Any]:
    """Return a condition as a rule would hold it."""
    settings = {name: _value(one) for name, one in condition.parameters().items()}
    return {"condition": condition.name, **settings}


def _of(section: Section | None) -> list[type[Condition]]:
    return [one for one in CONDITIONS.values() if one.section is section]


def _section(section: Section | None, conditions: Iterable[type[Condition]]) -> str:
    title = "Ready-made" if section is None else str(GROUPS[section])
    return "\n\n".join([f"## {title}", *map(_condition, conditions)])


def _condition(condition: type[Condition]) -> str:
    settings = table(("Setting", "Key", "Kind"), map(_setting, condition.parameters().items()))
    visit = "Only a visit tells: an audience counts nobody for it." if condition.by_visit else ""
    example = f"```json\n{json.dumps(example_of(condition))}\n```"
    said = inspect.getdoc(condition) or ""
    return "\n\n".join(filter(None, [f"### {condition.label}", said, visit, settings, example]))


def _setting(named: tuple[str, Parameter]) -> tuple[object, ...]:
    name, one = named
    return one.label, code(name), _kind(one)


def _kind(one: Parameter) -> str:
    if choices := one.choices():
        several = "some of " if one.control == "choices" else ""
        return several + "; ".join(f"{code(value)} {label}" for value, label in choices)
    if one.control == "number":
        unit = f" {one.unit}" if one.unit else ""
        return f"{one.schema['minimum']:,} to {one.schema['maximum']:,}{unit}"
    return KINDS[one.control]


def _value(one: Parameter) -> Any:
    if one.control == "choices":
        return sorted(value for value, _label in one.choices()[:2])
    return EXAMPLES.get(one.control, one.initial)
