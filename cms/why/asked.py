"""What the Why panel is asked: which portal, who, which page, when. Each is checked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.functional import cached_property

from access_rules.permissions import PREVIEW_AS_CUSTOMER
from accounts.models import Customer, StaffUser
from cms.models import PortalPage
from cms.pages.tree import STEP, tree_of
from cms.previewing.modes import Mode, read_mode, read_time
from cms.previewing.people import CannotLook, Person, customers_found, person_of
from cms.rules.portals import portals_of
from cms.why.links import why_url
from portal_blocks.personas import PERSONAS
from portals.registry import Portal


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that can be chosen, `level` deep in the tree of pages."""

    value: str
    label: str
    chosen: bool
    level: int = 0

    @property
    def indent(self) -> str:
        """What stands before the label in a list."""
        return "\u2003" * self.level


class Asked:
    """The query of the panel, as far as this member of staff may ask it."""

    def __init__(self, query: QueryDict, staff: StaffUser, now: datetime) -> None:
        self.query, self.staff, self.now = query, staff, now

    @cached_property
    def portals(self) -> list[Portal]:
        """The portals of this member of staff."""
        return portals_of(self.staff)

    @cached_property
    def portal(self) -> Portal | None:
        """The one asked about, else the first; None where there is none."""
        wanted = self.query.get("portal", "")
        named = (one for one in self.portals if str(one.site_id) == wanted)
        first = self.portals[0] if self.portals and not wanted else None
        return next(named, first)

    @cached_property
    def at(self) -> datetime | None:
        """The time asked about, None for now."""
        return read_time(self.query.get("at", ""), self.portal.tz) if self.portal else None

    @property
    def is_bad_time(self) -> bool:
        """Whether a time was written that cannot be read."""
        return bool(self.query.get("at")) and self.at is None

    @cached_property
    def person(self) -> Person | None:
        """Who is asked about; None where nobody is, or nobody who may be."""
        if self.portal is None or not self.query.get("who") or self.is_bad_time:
            return None
        who, _at, _time = self.query.get("who", "").partition("@")
        mode = read_mode(who, self.portal.tz)
        if mode is not None and self.at is not None:
            mode = Mode(mode.persona, mode.customer_id, self.at)
        try:
            return person_of(mode, self.portal, may_see=True, now=self.now)
        except CannotLook:
            return None

    @cached_property
    def found(self) -> Sequence[Customer]:
        """Customers that are looked for."""
        return customers_found(self.portal, self.query.get("q", "")) if self.portal else []

    @cached_property
    def page(self) -> PortalPage | None:
        """The page asked about, of this portal alone."""
        wanted = self.query.get("page", "")
        root = tree_of(self.portal).root if self.portal else None
        if root is None or not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 19):
            return None
        rows = PortalPage.objects.filter(path__startswith=root.path)
        found: PortalPage | None = rows.filter(pk=int(wanted)).first()
        return found

    def portal_choices(self) -> list[Choice]:
        """The portals there are to choose from."""
        return [
            Choice(str(one.site_id), f"{one.name} ({one.host})", one == self.portal)
            for one in self.portals
        ]

    def people_choices(self) -> list[Choice]:
        """The invented people, and the real one that is chosen."""
        who = self.person.mode.who if self.person else ""
        invented = [Choice(key, str(label), key == who) for key, label in PERSONAS.items()]
        if self.person and self.person.customer:
            return [Choice(who, self.person.name, chosen=True), *invented]
        return invented

    def page_choices(self) -> list[Choice]:
        """The pages of the portal."""
        tree = tree_of(self.portal) if self.portal else None
        if tree is None or tree.root is None:
            return []
        top = len(tree.root.path)
        chosen = self.page.pk if self.page else None
        choices = [
            Choice(str(one.pk), one.title, one.pk == chosen, (len(one.path) - top) // STEP)
            for one in tree.pages()
        ]
        if self.page and tree.by_id(self.page.pk) is None:
            choices.append(Choice(str(self.page.pk), self.page.title, chosen=True))
        return choices

    def url_of(self, customer: Customer) -> str:
        """Where the same is asked of a customer."""
        if self.portal is None:
            return ""
        mode = Mode(customer_id=customer.pk, at=self.at)
        return why_url(mode, self.portal, self.page.pk if self.page else None)

    @property
    def may_preview(self) -> bool:
        """Whether this person may be looked as."""
        real = self.person is not None and self.person.customer is not None
        return not real or self.staff.has_perm(PREVIEW_AS_CUSTOMER)
