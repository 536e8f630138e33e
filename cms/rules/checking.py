"""What forms refuse of rules: another shop's things, and changes by whoever may not make them.

The fields check a rule's shape alone; whose page it is for, only the form knows. Staff without the
permission keep what is stored: their form shows the rules, and what it sends of them is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from access_rules.errors import RuleFault
from access_rules.permissions import EDIT_RULES
from access_rules.presets import EVERYONE
from cms.rules.blocks import RULE, Placed, placed
from cms.rules.portals import portals_above
from cms.rules.references import faults_of_all

Errors = dict[int | str, Any]
STREAMS = ("body", "teaser")


class KeepsRules:
    """A form with a rule: staff who may not edit rules cannot change it."""

    instance: Any
    fields: dict[str, forms.Field]

    def keep_rule(self, user: Any) -> None:
        """Show the rule as it is to whoever may not change it; what they send is not read."""
        if RULE in self.fields and not may_edit_rules(user):
            self.fields[RULE].disabled = True


class RulesOfPage(KeepsRules):
    """A page's form: the page's rule and those of all its blocks."""

    for_user: Any
    parent_page: Page | None
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_rule(self.for_user)

    def clean(self) -> dict[str, Any]:
        """Put back rules that may not be changed; refuse what is not of the page's shop."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        streams = {name: cleaned[name] for name in STREAMS if name in cleaned}
        if not may_edit_rules(self.for_user):
            stored = [block for name in STREAMS for block in placed(getattr(self.instance, name))]
            keep_rules((block for one in streams.values() for block in placed(one)), stored)
        for shop_id in {portal.shop_id for portal in portals_above(self._place())}:
            self._refuse_foreign(cleaned.get(RULE), streams, shop_id)
        return cleaned

    def _place(self) -> Page:
        is_new = self.instance._state.adding
        return self.parent_page if is_new and self.parent_page is not None else self.instance

    def _refuse_foreign(self, rule: Any, streams: Mapping[str, StreamValue], shop_id: int) -> None:
        blocks = [(name, block) for name, one in streams.items() for block in placed(one)]
        rules = [rule or EVERYONE, *(block.rule for _name, block in blocks)]
        own, *others = faults_of_all(rules, shop_id)
        faulty = [(*found, faults) for found, faults in zip(blocks, others, strict=True) if faults]
        for fault in own:
            self.add_error(RULE, as_error(fault))  # type: ignore[attr-defined]
        for name in streams:
            errors = nested([(block, faults[0]) for at, block, faults in faulty if at == name])
            if errors:
                self.add_error(name, _stream_error(errors))  # type: ignore[attr-defined]


def may_edit_rules(user: Any) -> bool:
    """Whether this person may; nobody may not."""
    return user is not None and bool(user.has_perm(EDIT_RULES))


def keep_rules(blocks: Iterable[Placed], stored: Sequence[Placed]) -> None:
    """Give blocks the rules they have in `stored`.

    One that was taken out of others keeps their rules too: it would be seen by more people. A new
    one has no rule of its own, unless it repeats another's, as a duplicate does.
    """
    before = {block.id: block for block in stored if block.id}
    for block in list(blocks):
        was = before.get(block.id)
        if was is not None:
            left = {one.id for one in was.around} - {one.id for one in block.around}
            block.value[RULE] = joined(
                [*(one.rule for one in was.around if one.id in left), was.rule]
            )
        elif block.rule not in [one.rule for one in stored]:
            block.value[RULE] = dict(EVERYONE)


def joined(rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one rule that asks all of these, in the order in which they stand."""
    rules = [rule for rule in rules if rule != EVERYONE] or rules[:1]
    if len(rules) == 1:
        return dict(rules[0])
    groups = [{key: part for key, part in rule.items() if key != "version"} for rule in rules]
    return {"version": 1, "all": groups}


def as_error(fault: RuleFault) -> ValidationError:
    """Return a fault as forms tell it, with its place in the rule."""
    params = {"fault": str(fault), "path": fault.path}
    return ValidationError(_("This rule cannot be used: %(fault)s"), "rule_fault", params)


def nested(faulty: Iterable[tuple[Placed, RuleFault]]) -> Errors:
    """Return faults in the order of the blocks: by number in a stream, by name in a block."""
    errors: Errors = {}
    for block, fault in faulty:
        inner = errors
        for step in block.place:
            inner = inner.setdefault(step, {})
        inner[RULE] = as_error(fault)
    return errors


def _stream_error(errors: Errors) -> StreamBlockValidationError:
    return StreamBlockValidationError({at: _block_error(inner) for at, inner in errors.items()})


def _block_error(errors: Errors) -> StructBlockValidationError:
    return StructBlockValidationError(
        {name: one if name == RULE else _stream_error(one) for name, one in errors.items()}
    )
