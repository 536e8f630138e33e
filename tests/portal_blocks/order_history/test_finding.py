"""What a list is asked for, and its form. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from billing.order_lists import OrderKind
from portal_blocks.order_history.finding import find_form, finding_in, list_url, oldest_of
from portal_blocks.sample_orders import sample_order
from tests.portal_blocks.cast import NOW, PLACE, viewer

MINE = "b0b0b0b0"


def at(address):
    return replace(PLACE, query=QueryDict(address))


def test_each_list_is_asked_by_names_of_its_own():
    found = finding_in(at(f"find-{MINE}=tea&find-other=mug&show-{MINE}=refunded"), viewer())
    assert (found.sought.text, found.sought.kind) == ("tea", OrderKind.REFUNDED)
    assert found.said == "“tea” · Refunded"


def test_a_link_that_knows_no_block_asks_every_list():
    assert finding_in(at("show=to-pay"), viewer()).sought.kind == OrderKind.TO_PAY


def test_what_the_form_says_counts_more_than_such_a_link():
    assert finding_in(at(f"show=to-pay&show-{MINE}="), viewer()).said == ""


def test_a_year_is_one_at_the_portals_clock():
    found = finding_in(at("show=2025"), viewer(time_zone="America/New_York"))
    assert found.sought.since.astimezone(UTC) == datetime(2025, 1, 1, 5, tzinfo=UTC)
    assert found.sought.until.astimezone(UTC) == datetime(2026, 1, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize("show", ["x", "20255", "²025", "0000", "9999", "-1", "TO-PAY", "\x00"])
def test_what_no_form_offers_is_left_out(show):
    found = finding_in(replace(PLACE, query=_query(show=show)), viewer())
    assert (found.show, found.said) == ("", "")


@pytest.mark.parametrize(
    ("text", "kept"), [("  a \x00 b ", "a b"), ("x" * 1000, "x" * 100), ("\x00", "")]
)
def test_words_are_cleaned_and_bounded(text, kept):
    assert finding_in(replace(PLACE, query=_query(find=text)), viewer()).text == kept


def _query(**said):
    query = QueryDict(mutable=True)
    query.update(said)
    return query


def form(address, oldest=NOW):
    place = at(address)
    return find_form(finding_in(place, viewer()), oldest, place, viewer())


def test_the_form_keeps_what_the_address_says_of_others():
    made = form(
        f"find-{MINE}=tea&after-{MINE}=x&before-{MINE}=y&find=z&after-other=a&open=b&open=c"
    )
    assert made.others == [("after-other", "a"), ("open", "b"), ("open", "c")]
    assert (made.text, made.action) == ("tea", f"/account/#block-{PLACE.block_id}")


def test_the_form_offers_the_years_since_the_first_order():
    made = form("show=2025", oldest=datetime(2024, 5, 1, tzinfo=UTC))
    assert [(one.value, one.is_chosen) for one in made.years] == [
        ("2026", False),
        ("2025", True),
        ("2024", False),
    ]


def test_one_year_is_no_choice():
    assert form("").years == []


def test_a_century_is_not_offered_year_by_year():
    assert len(form("", oldest=datetime(1900, 1, 1, tzinfo=UTC)).years) == 31


def test_the_first_order_is_known_by_facts_or_by_what_is_shown():
    who, early = viewer(), datetime(2001, 1, 1, tzinfo=UTC)
    assert oldest_of([sample_order(1, early)], who) == early
    assert oldest_of([], replace(who, subject=replace(who.subject, first_order_at=early))) == early


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ({"after": "x"}, f"find-{MINE}=tea&after-other=a&after-{MINE}=x"),
        ({}, f"find-{MINE}=tea&after-other=a"),
        ({"find": "", "show": ""}, "after-other=a"),
    ],
)
def test_links_keep_what_is_sought_and_where_other_lists_are(wanted, asked):
    place = at(f"find-{MINE}=tea&before-{MINE}=y&after-other=a")
    assert list_url(place, **wanted) == f"/account/?{asked}#block-{PLACE.block_id}"
