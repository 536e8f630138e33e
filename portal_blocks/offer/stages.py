"""Which of its two offers a block makes to a viewer: the first, the one after a no, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billing.models import OfferAnswer, Price
from billing.offers import price_of_shop
from portal_blocks.offer.choices import SAMPLE, SAMPLE_SECOND, sample_price
from portal_blocks.viewer import Viewer

Where = tuple[int, str]
DECLINED, BOUGHT = OfferAnswer.Answer.DECLINED, OfferAnswer.Answer.BOUGHT


@dataclass(frozen=True, slots=True)
class Stage:
    """One offer of the block. `key` is where its answer is kept; `is_answered`: it was bought."""

    key: Where
    price_id: str
    title: str
    words: Any
    is_second: bool = False
    is_answered: bool = False


def stage_of(value: Mapping[str, Any], viewer: Viewer, at: Where) -> Stage | None:
    """Return what is offered now, None where the answer was no.

    Where nobody can say no there are no answers, and nothing is asked of the database.
    """
    first = Stage(at, value.get("price") or "", value.get("title") or "", value.get("words"))
    answers = _answers(value, viewer, at) if value.get("allow_decline") else []
    if not answers or answers[0] != DECLINED:
        return first
    second = answers[1] if len(answers) > 1 else ""
    if not value.get("second_price") or second == DECLINED:
        return None
    return _second(value, at, is_answered=second == BOUGHT)


def stages_of(value: Mapping[str, Any], at: Where) -> list[Stage]:
    """Return all that the block ever offers."""
    first = Stage(at, value.get("price") or "", value.get("title") or "", value.get("words"))
    return [first, _second(value, at)] if value.get("second_price") else [first]


def price_of(stage: Stage, viewer: Viewer) -> Price | None:
    """Return what is offered, None where this portal's shop has no such price."""
    if stage.price_id in (SAMPLE, SAMPLE_SECOND):
        return sample_price(stage.price_id)
    if not stage.price_id:
        return None
    return price_of_shop(viewer.portal.shop_id, stage.price_id)


def _second(value: Mapping[str, Any], at: Where, *, is_answered: bool = False) -> Stage:
    page_id, block_id = at
    return Stage(
        key=(page_id, f"{block_id.replace('-', '')[:32]}:2"),
        price_id=value["second_price"],
        title=value.get("second_title") or "",
        words=value.get("second_words"),
        is_second=True,
        is_answered=is_answered,
    )


def _answers(value: Mapping[str, Any], viewer: Viewer, at: Where) -> list[str]:
    """What was answered to the first offer and, since then, to the second; old answers are gone."""
    given = viewer.data.offer_answers
    found = [given.get(stage.key) for stage in stages_of(value, at)]
    first = found[0]
    days = value.get("again_after")
    if first is None or (days and first.at + timedelta(days=days) <= viewer.subject.now):
        return []
    return [one.answer for one in found if one is not None and one.at >= first.at]
