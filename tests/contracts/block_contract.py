"""What every block keeps, whatever it shows.

`tests/portal_blocks/test_contract.py` runs each block of the registry through these.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.template.loader import get_template
from django.test import RequestFactory
from wagtail.admin.icons import get_icons

from access_rules.presets import INACTIVE
from portal_blocks.base import PortalBlock
from portal_blocks.samples import sample_viewer

FRAME = 'class="block block--{}'


def render(block: PortalBlock, value: Any, persona: str | None) -> str:
    """Render a block as one of the invented customers, or without any viewer."""
    request = RequestFactory().get("/")
    context: dict[str, Any] = {
        "request": request,
        "page_url": "/",
        "id": "b0b0b0b0-0000-4000-8000-000000000000",
    }
    if persona is not None:
        viewer = replace(sample_viewer(persona), is_preview=False)
        context |= {"viewer": viewer, "portal": viewer.portal}
    return block.render(value, context)


def shows_its_preview(name: str, block: PortalBlock) -> None:
    """The value that the chooser shows renders, framed by the block's own name."""
    assert FRAME.format(name) in render(block, block.get_preview_value(), block.preview_persona)


def is_silent_without_a_viewer(block: PortalBlock) -> None:
    """Who renders a block without saying for whom gets nothing."""
    assert render(block, block.get_preview_value(), None) == ""


def is_hidden_by_its_rule(block: PortalBlock) -> None:
    """Refused by the rule, nothing of the block is there, not even its frame."""
    value = {**block.get_preview_value(), "visibility": INACTIVE}
    assert render(block, block.normalize(value), "active") == ""


def is_hidden_by_a_broken_rule(block: PortalBlock) -> None:
    """A rule that cannot be read shows the block to nobody."""
    value = {**block.get_preview_value(), "visibility": {"broken": True}}
    for persona in ("active", "inactive", "signed_out"):
        assert render(block, block.normalize(value), persona) == ""


def introduces_itself(block: PortalBlock) -> None:
    """Icon, name, group and a line of description for the chooser."""
    meta = block.meta
    assert f'id="icon-{meta.icon}"' in get_icons()
    assert str(meta.label)
    assert str(meta.group)
    assert str(meta.description).endswith(".")


def is_shown_in_the_chooser(block: PortalBlock) -> None:
    """Wagtail asks for the picture of such blocks alone."""
    assert block.is_previewable


def is_kept_as_a_draft_as_it_comes(block: PortalBlock) -> None:
    """Who has just chosen it can save, and look at the page, before anything is filled in."""
    drafted = block.clean_deferred(block.get_default())
    render(block, block.normalize(dict(drafted)), "active")


def has_its_rule_behind_the_cog(block: PortalBlock) -> None:
    """Who sees it is a setting of the block, declared once for all."""
    assert "visibility" in block.meta.form_layout.settings
    assert "visibility" not in block.meta.form_layout.children


def keeps_its_rule_out_of_search(block: PortalBlock) -> None:
    """The words of rules never get into the search index."""
    found = " ".join(map(str, block.get_searchable_content(block.get_preview_value())))
    assert "standing" not in found
    assert "everyone" not in found.lower()


def its_template_says_what_it_reads(name: str) -> None:
    """The first line of the template is a comment naming its variables."""
    template: Any = get_template(f"portal_blocks/{name}.html")
    assert Path(template.origin.name).read_text().startswith("{#")


PROMISES = (
    is_silent_without_a_viewer,
    is_hidden_by_its_rule,
    is_hidden_by_a_broken_rule,
    introduces_itself,
    is_shown_in_the_chooser,
    is_kept_as_a_draft_as_it_comes,
    has_its_rule_behind_the_cog,
    keeps_its_rule_out_of_search,
)
