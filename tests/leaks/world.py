"""Fifty pages four deep, documents and pictures: each hides words of its own behind a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from wagtail.models import Page, Site

from access_rules.presets import EVERYONE
from cms.models import PortalPage
from portals.registry import Portal
from tests.leaks.rules import CAST, MEETS
from tests.leaks.secrets import Secrets
from tests.leaks.shelf import Shelf
from tests.pages import block, controls, text

ALL = MEETS["everyone"]
CHOICES = ("not_found", "home", "teaser", "page")
SIGNED_OUT = ("same", "sign_in", "same")


@dataclass
class Site50:
    """One portal's pages, and every address of them that can be guessed."""

    portal: Portal
    secrets: Secrets
    rules: dict[str, dict[str, Any]]
    shelf: Shelf
    homes: bool = False
    """Whether the portal names homes for Active and Inactive, which everybody there may see."""
    pages: list[PortalPage] = field(default_factory=list)
    slugs: dict[int, str] = field(default_factory=dict)
    root: Any = None

    def __post_init__(self) -> None:
        self._rule = cycle(self.rules)
        self._choice = cycle(CHOICES)
        self._signed_out = cycle(SIGNED_OUT)

    def build(self, *, deep: bool) -> None:
        """Make a first page for everyone, one below it for each rule, and more below these."""
        self.root = self._first_page()
        first = [self._page(self.root, name, ALL) for name in self.rules]
        if not deep:
            return self._link_all()
        second = [self._below(page, self._next()) for page in first for _ in range(2)]
        for page in second[::4]:
            self._below(page, self._next())
        return self._link_all()

    def _next(self) -> str:
        return next(islice(self._rule, 2, None))  # neighbours have rules that are far apart

    def _below(self, above: PortalPage, name: str) -> PortalPage:
        return self._page(above, name, self.seers[above.pk])

    def _first_page(self) -> PortalPage:
        page = PortalPage(title="Start", slug=f"start-{self.portal.site_id}", visibility=EVERYONE)
        Page.get_first_root_node().add_child(instance=page)
        self.seers: dict[int, frozenset[str]] = {page.pk: ALL}
        Site.objects.filter(pk=self.portal.site_id).update(root_page=page)
        return page

    def _page(self, above: PortalPage, name: str, above_seen: frozenset[str]) -> PortalPage:
        seers = above_seen & MEETS[name]
        choice, signed_out = next(self._choice), next(self._signed_out)
        at = f"{self.portal.host} {name} {choice} {signed_out}"
        others = self._told(choice, signed_out)
        teased = CAST | ({"out"} if signed_out == "same" else set())
        teased = teased if choice == "teaser" else frozenset()
        page = PortalPage(
            title=self.secrets.new(f"title {at}", seers | teased, seers),
            slug=self.secrets.new(f"slug {at}", seers | others),
            visibility=EVERYONE,
            body=list(self._body(at, seers)),
            teaser=[self._text(f"teaser {at}", ALL, name) for name in ("everyone", self._next())],
            when_denied=choice,
            when_signed_out=signed_out,
            denied_page=self.root,
            show_in_menus=True,
        )
        above.add_child(instance=page)
        PortalPage.objects.filter(pk=page.pk).update(visibility=self.rules[name])  # broken ones too
        self.pages.append(page)
        self.seers[page.pk], self.slugs[page.pk] = seers, page.slug
        self._allow_above(above, others | seers)
        return page

    def _told(self, choice: str, signed_out: str) -> frozenset[str]:
        """Who is told by the page's choice that it is there."""
        tells = choice in {"teaser", "page"} or (choice == "home" and self.homes)
        told = CAST if tells else frozenset()
        out = signed_out == "sign_in" or choice in {"teaser", "page"}
        return told | ({"out"} if out else frozenset())

    def _allow_above(self, above: PortalPage, who: frozenset[str]) -> None:
        """An address holds those of the pages above."""
        for page in [*above.get_ancestors(), above]:
            if page.pk in self.slugs:
                self.secrets.allow(self.slugs[page.pk], who)

    def _body(self, at: str, seers: frozenset[str]) -> Iterator[dict[str, Any]]:
        yield self._text(f"body {at}", seers, "everyone")
        yield self._text(f"block {at}", seers, self._next())
        around, inside = self._next(), self._next()
        yield block(
            "columns",
            self.rules[around],
            ratio="even",
            left=[self._text(f"nested {at}", seers & MEETS[around], inside)],
            right=[self._text(f"nested {at}", seers & MEETS[around], "everyone")],
        )
        name = self._next()
        word = self.secrets.new(f"heading {name} {at}", seers & MEETS[name])
        yield block("order_history", self.rules[name], heading=word, page_size=3)
        yield {**controls(), "value": {**controls()["value"], "visibility": self.rules[name]}}

    def _text(self, place: str, seers: frozenset[str], name: str) -> dict[str, Any]:
        may = seers & MEETS[name]
        must = may if place.startswith("body") else ()
        return text(self.secrets.new(f"{place} {name}", may, must), self.rules[name])

    def _link_all(self) -> None:
        """Have the first page, which everyone sees, lead to all there is."""
        links = [f'<a linktype="page" id="{page.pk}">a page</a>' for page in self.pages]
        links += [
            f'<a linktype="document" id="{one.pk}">a file</a>' for one in self.shelf.documents
        ]
        buttons = [
            block("button", label="Go", page=page.pk, address="", style="quiet")
            for page in self.pages[::5]
        ]
        pictures = [
            block("image", image=image.pk, alt="", caption="") for image in self.shelf.images
        ]
        self.root.body = [text(" ".join(links)), *buttons, *pictures]
        self.root.save()
