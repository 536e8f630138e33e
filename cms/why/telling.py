"""Decisions as JSON and as lines of text, for the shell. docs/how-to/ask-why.md shows the JSON.

Keys are only ever added; `version` moves when one changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from access_rules.reasons import Reason
from cms.previewing.people import Person
from cms.why.deciding import BlockDecision, PageDecision, PlacedRule
from cms.why.steps import RuleDecision, Step, as_json, group_title
from cms.why.words import outcome_of
from portals.registry import Portal

VERSION = 1
SIGNS = {True: "+", False: "-", None: "?"}
Answer = tuple[Person, Sequence[PageDecision]]


def told_as_json(
    portal: Portal, at: datetime, answers: Sequence[Answer], *, whole: bool
) -> dict[str, Any]:
    """Return everything. `whole`: with the rules and blocks of each page."""
    return {
        "version": VERSION,
        "portal": portal.host,
        "at": at.isoformat(timespec="seconds"),
        "people": [_person(person, pages, whole=whole) for person, pages in answers],
    }


def told_as_lines(portal: Portal, answers: Sequence[Answer], *, whole: bool) -> Iterator[str]:
    """Yield the same for people: + yes, - no, ? not known."""
    for person, pages in answers:
        mail = person.customer.email if person.customer else ""
        yield f"{person.name} <{mail}>, {portal.host}"
        if person.door is not None:
            yield f"{SIGNS[person.door.allowed]} {_said(person.door.because)}"
        for page in pages:
            yield from _page_in_lines(page, whole=whole)
        yield ""


def _person(person: Person, pages: Sequence[PageDecision], *, whole: bool) -> dict[str, Any]:
    customer, door = person.customer, person.door
    return {
        "customer": customer.pk if customer else None,
        "name": person.name,
        "email": customer.email if customer else "",
        "admitted": door is not None and door.allowed,
        "admitted_because": _said(door.because) if door is not None else "",
        "pages": [_page(page, whole=whole) for page in pages],
    }


def _page(page: PageDecision, *, whole: bool) -> dict[str, Any]:
    outcome, settled = outcome_of(page), page.settled_by
    told: dict[str, Any] = {
        "page": page.page_id,
        "path": page.url,
        "title": page.title,
        "allowed": outcome.sees,
        "because": outcome.reason,
        "settled_by": settled.title if settled else None,
        "gets": page.denied.gets.value if page.denied else None,
        "led_to": page.denied.page.url if page.denied and page.denied.page else None,
    }
    if whole:
        told["rules"] = [_placed(one) for one in page.around]
        told["blocks"] = [_block(one) for one in page.blocks]
    return told


def _placed(one: PlacedRule) -> dict[str, Any]:
    return {"page": one.page_id, "title": one.title, **_rule(one.decision)}


def _block(one: BlockDecision) -> dict[str, Any]:
    return {
        "block": one.block_id,
        "kind": one.kind,
        "shown": one.allowed,
        **_rule(one.decision),
        "blocks": [_block(inner) for inner in one.inside],
    }


def _rule(decision: RuleDecision) -> dict[str, Any]:
    return {
        "who": decision.who,
        "allowed": decision.allowed,
        "fault": decision.fault,
        "because": decision.reason,
        "rule": as_json(decision.steps),
    }


def _page_in_lines(page: PageDecision, *, whole: bool) -> Iterator[str]:
    outcome = outcome_of(page)
    why = " ".join(filter(None, (outcome.reason, outcome.gets)))
    yield f"  {SIGNS[outcome.sees]} {page.url} {page.title}: {why}"
    if not whole:
        return
    yield f"    {_('Pages, from the first one down')}"
    for one in page.around:
        yield from _rule_in_lines(one.title, one.decision, one.decision.allowed, indent=6)
    yield f"    {_('Blocks')}"
    for block in page.blocks:
        yield from _block_in_lines(block, indent=6)


def _block_in_lines(block: BlockDecision, indent: int) -> Iterator[str]:
    title = f"{block.label} “{block.words}”" if block.words else block.label
    yield from _rule_in_lines(title, block.decision, block.allowed, indent=indent)
    for inner in block.inside:
        yield from _block_in_lines(inner, indent + 4)


def _rule_in_lines(
    title: str, decision: RuleDecision, allowed: bool, *, indent: int
) -> Iterator[str]:
    yield f"{' ' * indent}{SIGNS[allowed]} {title} ({decision.who})"
    if decision.steps is None:
        yield f"{' ' * (indent + 2)}! {decision.reason}"
    else:
        yield from _step_in_lines(decision.steps, indent + 2)


def _step_in_lines(step: Step, indent: int) -> Iterator[str]:
    title = group_title(step.kind) if step.parts and group_title(step.kind) else step.sentence
    settled = f" [{_('settled it')}]" if step.settled and not step.parts else ""
    fact = f" · {step.fact}" if step.fact else ""
    yield f"{' ' * indent}{SIGNS[step.met]} {title}{fact}{settled}"
    for part in step.parts:
        yield from _step_in_lines(part, indent + 2)


def _said(because: Sequence[Reason]) -> str:
    return " ".join(one.sentence for one in because)
