from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Customer
from billing.facts import nightly
from billing.facts.checking import LEFT_OVER, MISSING, customers_by_part, drift_among
from billing.models import CustomerFacts
from portals.models import Club, Shop
from tests.billing.facts.truth import facts_are_true
from tests.people import SHOP_HOST, create_people, create_portals


@pytest.fixture
def cast(db, now) -> dict[str, Customer]:
    portal = create_portals()[1]
    shop = Shop.objects.get(pk=portal.shop_id)
    return create_people(shop, Club.objects.get(pk=portal.club_id), now)


def _spoil(cast: dict[str, Customer]) -> None:
    CustomerFacts.objects.filter(pk=cast["active"].pk).update(country="XX", orders_count=99)
    CustomerFacts.objects.filter(pk=cast["any"].pk).delete()
    Customer.objects.filter(pk=cast["paused"].pk).update(
        deleted_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def test_rows_that_are_true_have_no_drift(cast):
    assert facts_are_true()


def test_drift_is_told_by_customer_and_field_without_values(cast, now):
    _spoil(cast)
    found = {one.customer_id: one.fields for one in drift_among([*_ids()], now=now)}
    assert found == {
        cast["active"].pk: ("country", "orders_count"),
        cast["any"].pk: (MISSING,),
        cast["paused"].pk: (LEFT_OVER,),
    }


def test_mending_makes_every_row_true(cast, now):
    _spoil(cast)
    drift_among([*_ids()], now=now, mend=True)
    assert facts_are_true()


def test_the_night_mends_a_slice_tells_of_it_and_asks_for_the_next(cast, now, monkeypatch, caplog):
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(nightly, "ask_worker", lambda *call: asked.append(call))
    _spoil(cast)
    with caplog.at_level(logging.WARNING, "billing.facts.nightly"):
        nightly.mend_facts(now=now)
    assert f"Mended: facts of customer {cast['any'].pk} (no row)" in caplog.messages
    assert asked == [("billing.tasks.mend_facts", str(max(_ids())))]
    nightly.mend_facts(max(_ids()), now=now)
    assert len(asked) == 1


def test_many_rows_that_drifted_are_told_in_one_line(cast, now, monkeypatch, caplog):
    monkeypatch.setattr(nightly, "TOLD", 1)
    CustomerFacts.objects.update(language="xx")
    with caplog.at_level(logging.WARNING, "billing.facts.nightly"):
        nightly.mend_facts(now=now)
    told = [one for one in caplog.messages if one.startswith("Mended")]
    assert len(told) == 2
    assert told[-1].endswith(f"of {len(cast)} customers in all (language: {len(cast)})")


def test_a_shop_is_looked_at_by_itself(cast, now):
    other = Customer.objects.create(
        shop=Shop.objects.create(name="Other"), source="csv", external_id="x"
    )
    assert [*customers_by_part(other.shop_id)] == [[other.pk]]


def test_the_command_rebuilds_and_is_content_the_second_time(cast, capsys):
    _spoil(cast)
    call_command("rebuild_facts", portal=SHOP_HOST)
    assert capsys.readouterr().out == f"Rebuilt: the facts of {len(cast)} customers.\n"
    call_command("rebuild_facts", check=True)
    assert "All right" in capsys.readouterr().out


def test_the_check_writes_nothing_and_fails(cast, capsys):
    CustomerFacts.objects.filter(pk=cast["active"].pk).update(country="XX")
    with pytest.raises(CommandError, match=r"1 of \d+ customers .*country: 1"):
        call_command("rebuild_facts", check=True)
    assert f"facts of customer {cast['active'].pk} (country)" in capsys.readouterr().out
    assert CustomerFacts.objects.get(pk=cast["active"].pk).country == "XX"


def _ids() -> list[int]:
    return list(Customer.objects.values_list("pk", flat=True))
