"""The reference of blocks: every block of the registry with its settings and what it can do."""

from __future__ import annotations

import re
from typing import Any

from django.utils.module_loading import import_string
from wagtail import blocks

from access_rules.editor.fields import RuleBlock
from cms.reference.markdown import code, page, table
from portal_blocks.base import PortalBlock
from portal_blocks.registry import BLOCKS

KINDS: tuple[tuple[type[blocks.Block], str], ...] = (
    (RuleBlock, "rule"),
    (blocks.StreamBlock, "blocks"),
    (blocks.ListBlock, "list"),
    (blocks.RichTextBlock, "formatted text"),
    (blocks.IntegerBlock, "number"),
    (blocks.BooleanBlock, "yes or no"),
    (blocks.ChoiceBlock, "choice"),
    (blocks.URLBlock, "address"),
    (blocks.PageChooserBlock, "page"),
    (blocks.ChooserBlock, "picture"),
    (blocks.CharBlock, "text"),
)
INTRODUCTION = """\
What a merchant can put on a page. Every block has the setting *Who sees this block*, behind the
cog in its header; see [who sees what](../explanation/who-sees-what.md). To make one of your own,
see [add a block](../how-to/add-a-block.md)."""


def blocks_page() -> str:
    """Return the page about all blocks."""
    every = {key: import_string(path)() for key, path in BLOCKS.items()}
    rows = [
        (f"[{block.label}](#{_anchor(block)})", code(key), block.meta.group, block.meta.description)
        for key, block in every.items()
    ]
    overview = table(("Block", "Key", "Group", "What it is"), rows)
    return page("Blocks", INTRODUCTION, overview, *map(_section, every.values()))


def _section(block: PortalBlock) -> str:
    own = {name: child for name, child in block.child_blocks.items() if name != "visibility"}
    settings = table(("Setting", "Key", "Kind", "Without it", "Note"), map(_setting, own.items()))
    switched = [
        (code(name), _switch(block, action.switch)) for name, action in block.actions.items()
    ]
    views = [(code(f"{name}/…/"), code(view.template)) for name, view in block.views.items()]
    parts = [
        f"## {block.label}",
        str(block.meta.description),
        settings,
        table(("What a customer can do", "Allowed by"), switched),
        table(("Address below its page", "Template"), views),
    ]
    return "\n\n".join(filter(None, parts))


def _setting(named: tuple[str, Any]) -> tuple[object, ...]:
    name, child = named
    kind = next((word for of, word in KINDS if isinstance(child, of)), type(child).__name__.lower())
    if isinstance(child, blocks.ChoiceBlock) and not _is_of_the_shop(child):
        kind = "; ".join(str(label) for value, label in child.field.choices if value)
    if isinstance(child, blocks.StructBlock):
        kind = "; ".join(str(one.label) for one in child.child_blocks.values())
    note = child.field.help_text or "" if isinstance(child, blocks.FieldBlock) else ""
    return child.label, code(name), kind, _default(child), note


def _is_of_the_shop(child: Any) -> bool:
    """Whether the choices are rows of the database, such as prices: those are not documented."""
    return callable(child._constructor_kwargs.get("choices"))  # noqa: SLF001  (as it was given)


def _default(child: Any) -> str:
    if isinstance(child, blocks.BooleanBlock):
        return "yes" if child.get_default() else "no"
    several = isinstance(child, (blocks.ListBlock, blocks.StreamBlock, blocks.StructBlock))
    given = "" if several else child.get_default()
    if given not in ("", None) and not isinstance(child, blocks.RichTextBlock):
        return code(given)
    return "needed" if child.required else "none"


def _switch(block: PortalBlock, switch: str) -> str:
    return str(block.child_blocks[switch].label) if switch else "always"


def _anchor(block: PortalBlock) -> str:
    return re.sub(r"[^\w\- ]", "", str(block.label).lower()).replace(" ", "-")
