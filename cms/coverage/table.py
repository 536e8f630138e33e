"""Pages and states: who of the invented people sees which page, and what they get in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.coverage.ground import Ground, PageSeen, Persona
from cms.gate import Denial, Gets, denial
from cms.pages.tree import STEP
from cms.previewing.modes import Mode
from cms.why.links import why_url
from portal_blocks.viewer import RealData, Viewer


@dataclass(frozen=True, slots=True)
class Cell:
    """What one of them finds at a page. `seen` of `blocks` blocks; `gets` where they do not see it.

    `url` leads to the whole reason.
    """

    sees: bool
    seen: int
    blocks: int
    gets: str
    url: str

    @property
    def words(self) -> str:
        """The cell in words."""
        if not self.sees:
            return self.gets
        return ", ".join(filter(None, (_("sees it"), self.counted)))

    @property
    def counted(self) -> str:
        """How many blocks they see; empty where there is none."""
        counts = {"seen": self.seen, "blocks": self.blocks}
        told = ngettext(
            "%(seen)d of %(blocks)d block", "%(seen)d of %(blocks)d blocks", self.blocks
        )
        return told % counts if self.blocks else ""

    @property
    def is_whole(self) -> bool:
        """Whether they see every block there is."""
        return self.seen == self.blocks


@dataclass(frozen=True, slots=True)
class Row:
    """One page, `level` deep in the tree, and a cell for each of the people."""

    page: PageSeen
    level: int
    cells: tuple[Cell, ...]

    @property
    def indent(self) -> str:
        """What stands before the title in a list of plain text."""
        return "\u2003" * self.level


@dataclass(frozen=True, slots=True)
class Table:
    """The whole of it."""

    people: Sequence[Persona]
    rows: Sequence[Row]


def coverage(ground: Ground) -> Table:
    """Return the table of a portal. The number of queries does not grow with pages or people."""
    top = min((len(page.node.path) for page in ground.pages), default=0)
    rows = [
        Row(
            page,
            (len(page.node.path) - top) // STEP,
            tuple(_cell(page, persona, ground) for persona in ground.personas),
        )
        for page in ground.pages
    ]
    return Table(ground.personas, rows)


def _cell(page: PageSeen, persona: Persona, ground: Ground) -> Cell:
    url = why_url(Mode(persona=persona.key), ground.portal, page.pk)
    if page.node.is_open(persona.subject):
        seen = sum(ground.sees(block, page, persona.subject) for block in page.blocks)
        return Cell(True, seen, len(page.blocks), "", url)  # noqa: FBT003
    viewer = Viewer(ground.portal, persona.subject, RealData(()))
    gets = in_words(denial(page.node, viewer), persona)
    return Cell(False, 0, len(page.blocks), gets, url)  # noqa: FBT003


def in_words(found: Denial, persona: Persona) -> str:
    """Return what somebody gets in place of a page, as a few words."""
    if found.page is not None:
        return _("led to “%(page)s”") % {"page": found.page.title}
    if found.gets == Gets.SIGN_IN:
        return _("asked to sign in") if persona.is_admitted else _("not let in")
    return _("teaser") if found.gets == Gets.TEASER else _("not found")
