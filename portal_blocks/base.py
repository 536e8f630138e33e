"""What every block is: a rule who sees it, data loaded for its viewer, a template.

A block renders nothing unless its rule allows the viewer in the context; without a viewer it
renders nothing at all. To add a block: copy a folder, add its line to `registry.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from access_rules.decisions import allows
from access_rules.editor.fields import RuleBlock
from access_rules.errors import RuleFault
from access_rules.parsing import parse
from access_rules.presets import EVERYONE, preset_of
from billing.models import Operation
from portal_blocks.drawn import drawn_once
from portal_blocks.place import NOWHERE, Place, Said, Undo, place_of
from portal_blocks.states import READY, State
from portal_blocks.viewer import Viewer

# Blocks find all that they are made of here.
__all__ = [
    "NOWHERE",
    "ActionCall",
    "ActionRefused",
    "ActionResult",
    "BlockAction",
    "BlockView",
    "Failed",
    "Place",
    "PortalBlock",
    "Redirect",
    "Said",
    "Undo",
    "ViewAnswer",
    "leads_somewhere",
    "place_of",
    "shown_to",
    "with_said",
]


@dataclass(frozen=True, slots=True)
class ActionCall:
    """One press of a button: by whom, on which block value, with what posted, when.

    `at` is where the block stands: the page's id and the block's.
    """

    viewer: Viewer
    value: Any
    data: QueryDict
    now: datetime
    at: tuple[int, str] = (0, "")


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What came of it, in words for the customer. `tone`: success, info, warning or error.

    `data` is for the block's own script, where it asked: such as a client secret, which is told
    to nobody else and never kept. `url` is where the customer goes, empty: back to the block.
    `target`, `faults` and `entered` are those of `Said`; with faults nothing was changed, and the
    form is shown again as it was sent. `operation` is what was carried out, for what can be undone.
    """

    tone: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    target: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    entered: Mapping[str, str] = field(default_factory=dict)
    operation: Operation | None = None


class ActionRefused(Exception):
    """The action does not exist for this customer: somebody else's id, or one made up."""


@dataclass(frozen=True, slots=True)
class BlockAction:
    """Something a block can do. `switch` names the block's own on/off setting for it."""

    perform: Callable[[ActionCall], ActionResult]
    switch: str = ""

    def is_on(self, value: Mapping[str, Any]) -> bool:
        """Whether the merchant allows it on this block."""
        return not self.switch or bool(value.get(self.switch))


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a view sends its viewer, outside the portal too: never to what a request names."""

    url: str


@dataclass(frozen=True, slots=True)
class Failed:
    """What a view shows in place of itself, with the HTTP status that says so to machines."""

    template: str
    context: dict[str, Any]
    status: int


ViewAnswer = dict[str, Any] | Redirect | Failed | None


@dataclass(frozen=True, slots=True)
class BlockView:
    """A page of its own below the block's page, such as one order. None means there is none.

    `says`: its template shows `place.said` itself; of all others it stands above the page.
    """

    template: str
    load: Callable[[Mapping[str, Any], Viewer, Place, str], ViewAnswer]
    says: bool = False


class PortalBlock(blocks.StructBlock):
    """The base of all portal blocks."""

    visibility = RuleBlock(label=_("Who sees this block"))

    same_for_all: ClassVar[bool] = False  # it shows nothing of its viewer, the hour or stored data
    parts: ClassVar[tuple[str, ...]] = ()  # folders beside its own whose style and script it uses
    actions: ClassVar[Mapping[str, BlockAction]] = {}
    states: ClassVar[Mapping[str, State]] = READY
    preview_persona: ClassVar[str] = "active"  # who sees it in the chooser
    views: ClassVar[Mapping[str, BlockView]] = {}

    def get_form_layout(self) -> blocks.BlockGroup:
        """Put who sees it behind the cog in the block's header."""
        layout = super().get_form_layout()
        if "visibility" in layout.settings:
            return layout
        children = [child for child in layout.children if child != "visibility"]
        return blocks.BlockGroup(children, settings=[*layout.settings, "visibility"])

    def load(self, value: Any, viewer: Viewer, place: Place) -> dict[str, Any]:
        """Return what the template shows beside `value`. Override."""
        return {}

    def is_for(self, value: Mapping[str, Any], viewer: Viewer | None) -> bool:
        """Whether this viewer sees it, once they see what is around it."""
        return viewer is not None and allows(value.get("visibility"), viewer.subject)

    def says_the_same_to_all(self, value: Mapping[str, Any]) -> bool:
        """Whether it looks the same for whoever sees what is around it, at any time."""
        return self.same_for_all and preset_of(value.get("visibility")) == "everyone"

    def drawn_by(self, value: Mapping[str, Any], viewer: Viewer, place: Place) -> Hashable | None:
        """What besides its stored value decides how it looks; `None`: too much to name.

        What has been drawn for one viewer is shown to whoever has the same.
        """
        return None

    def render(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Render for the viewer in the context; nothing for anybody else."""
        viewer: Viewer | None = (context or {}).get("viewer")
        if self.is_for(value, viewer):
            found = context or {}
            drawn_by = self.drawn_by(value, viewer, place_of(found)) if viewer is not None else None
            key = None if drawn_by is None else (found.get("id"), drawn_by)
            draw = partial(super().render, value, context)
            return with_said(drawn_once(value, key, lambda: str(draw())), context or {})
        if viewer is not None and viewer.is_preview:
            return self._ghost(value)
        return ""

    def _ghost(self, value: Mapping[str, Any]) -> SafeString:
        """In the editor's preview, show that something is hidden here, and from whom."""
        context = {"label": self.label, "sentence": shown_to(value.get("visibility"))}
        return render_to_string("portal/hidden.html", context)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add what the block loads for its viewer."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        place = place_of(context)
        return {**context, "place": place, **self.load(value, context["viewer"], place)}

    def get_preview_value(self) -> Any:
        """Show the block in the chooser with a rule that hides it from nobody."""
        return self.normalize({**dict(super().get_preview_value()), "visibility": EVERYONE})

    def get_preview_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Show the block in the chooser as a sample customer sees it, in the theme's clothes."""
        from portal_blocks.samples import sample_viewer
        from portal_blocks.streams import assets

        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        viewer = sample_viewer(self.preview_persona)
        css = assets([self.bind(value)], viewer, "css")
        return {**context, "viewer": viewer, "portal": viewer.portal, "block_css": css}

    class Meta:
        default = {"visibility": EVERYONE}


def with_said(html: str, context: Mapping[str, Any]) -> str:
    """Return a block with what was said of it, before it where its template has no place for it."""
    said = place_of(context).said if context.get("said") else None
    if said is None or not said.text or 'class="said' in html:
        return html
    request = context.get("request")
    return render_to_string("portal/parts/said.html", {"said": said}, request) + html


def leads_somewhere(page_id: int, viewer: Viewer, *, itself: bool = False) -> bool:
    """Whether a link to a page leads this viewer anywhere; the settings name who knows pages.

    `itself`: to that very page, and not to what stands in its place.
    """
    asked: Callable[..., bool] = import_string(settings.LEADS_SOMEWHERE)
    return asked(page_id, viewer, itself=itself)


def shown_to(rule: object) -> str:
    """Return who sees a block, as a sentence for staff."""
    try:
        return gettext("Shown to whoever %(rule)s.") % {"rule": parse(rule).describe()}
    except RuleFault:
        return gettext("Shown to nobody: its rule is broken.")
