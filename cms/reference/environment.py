"""The reference of the environment: what `.env.example` says, and how the settings read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.env import BASE_DIR
from cms.reference.markdown import code, page, table

KINDS = {"str": "text", "bool": "`True` or `False`", "int": "number", "list": "list, by commas"}
INTRODUCTION = """\
The site is configured by its environment: variables of the process, or lines of a file `.env`
beside `manage.py`. Copy `.env.example` to begin with. Only what is needed has no default. A value
that cannot be right stops the start, and all such faults are named at once."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of `.env.example`."""

    name: str
    group: str
    text: str
    value: str
    is_optional: bool


def environment_page() -> str:
    """Return the page about all variables."""
    kinds = variables_read()
    every = list(variables_documented((BASE_DIR / ".env.example").read_text(encoding="utf-8")))
    parts = [
        f"## {group}\n\n" + _table([one for one in every if one.group == group], kinds)
        for group in dict.fromkeys(one.group for one in every)
    ]
    return page("Environment", INTRODUCTION, *parts)


def variables_read(settings: Path = BASE_DIR / "cms" / "settings.py") -> dict[str, str]:
    """Return each variable that the settings read, with the kind of value they take."""
    calls = [node for node in ast.walk(ast.parse(settings.read_text())) if _is_read(node)]
    return {call.args[0].value: KINDS[call.func.attr] for call in calls}  # type: ignore[attr-defined]


def variables_documented(text: str) -> Iterator[Variable]:
    """Yield the variables of a `.env.example`. A comment is about all variables right below it."""
    group, comment, was_comment = "", [""], False
    for line in text.splitlines():
        if line.startswith("# ---"):
            group, comment = line.strip("# -"), []
        elif line.startswith("# "):
            comment = [*(comment if was_comment else []), line[2:]]
        elif "=" in line:
            name, _, value = line.lstrip("#").partition("=")
            yield Variable(name, group, " ".join(comment), value, line.startswith("#"))
        was_comment = line.startswith("# ")


def _is_read(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.func.attr in KINDS
    )


def _table(variables: list[Variable], kinds: dict[str, str]) -> str:
    rows = [
        (code(one.name), kinds.get(one.name, "text"), _example(one), one.text) for one in variables
    ]
    return table(("Variable", "Kind", "Without it", "What it is"), rows)


def _example(one: Variable) -> str:
    if one.is_optional:
        return code(one.value)
    return f"needed, such as {code(one.value)}" if one.value else "needed"
