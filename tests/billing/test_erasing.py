from __future__ import annotations

import uuid
from dataclasses import replace
from itertools import chain
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from accounts.models import Consent, Customer, CustomerAccount, CustomerSession
from billing.actions.operation import Asking
from billing.actions.update_details import update_details
from billing.details import NAME
from billing.erasing import StillRunning, erase_customers
from billing.facts import rebuild_facts
from billing.gateway.client import api
from billing.gateway.customers import fetch_customer
from billing.mirror.drift import drift_of
from billing.mirror.sync import everything_of, sync_customer
from billing.models import (
    AuditEntry,
    Leaving,
    Membership,
    Notice,
    Operation,
    Order,
    OrderRef,
    SharedAddress,
    Subscription,
)
from billing.orders import upsert_orders
from billing.sources.records import OrderRecord
from portals.models import Club
from tests.billing.buying import subscribe

HOME = {"name": "Zelda Quux", "line1": "1 Fnord Street", "country": "DE"}
EMAIL, PHONE = "zelda@quux.example", "+49 1512 3456789"
NAMES = ("quux", "zelda", "fnord", "3456789", "4242")


def erase(*rows, account=None):
    erase_customers(rows, account, actor="staff:1", now=timezone.now())


def named_in_the_database():
    """Each row about customers that still says who this one is."""
    models = chain(*(apps.get_app_config(name).get_models() for name in ("accounts", "billing")))
    rows = chain(*(model._base_manager.all() for model in models))
    texts = (serializers.serialize("json", [row]).casefold() for row in rows)
    return [text for text in texts if any(name in text for name in NAMES)]


@pytest.fixture
def order():
    """An order as a file has it."""
    about = OrderRecord("E-1", "E-1", EMAIL, timezone.now(), "EUR", 900, name="Zelda Quux")
    return replace(about, billing_address=HOME, shipping_address=HOME)


@pytest.fixture
def zelda(shop, order):
    """Somebody who bought elsewhere, and said who they are wherever one can."""
    upsert_orders(shop, "csv", [order], now=timezone.now())
    account = CustomerAccount.objects.create(shop=shop, email=EMAIL, name="Zelda")
    Customer.objects.update(phone=PHONE, account=account, shipping_address=HOME)
    row, now = Customer.objects.get(), timezone.now()
    asking = Asking(SimpleNamespace(shop_id=shop.pk), "customer", now, uuid.uuid4())
    update_details([row.pk], asking, part=NAME, value="Zelda Q. Quux")
    club = Club.objects.create(shop=shop, name="Club")
    Membership.objects.create(club=club, customer=row, number="4915123456789", since=now)
    Notice.objects.create(customer=row, kind="order", about="E-1", made_at=now, because=EMAIL)
    Consent.objects.create(customer=row, purpose="news", words="Zelda", granted=True, at=now)
    SharedAddress.objects.create(shop=shop, email=EMAIL, opened_at=now)
    return Customer.objects.get()


def test_whoever_is_charged_is_not_erased(people):
    with pytest.raises(StillRunning):
        erase(people["active"])
    assert Customer.objects.get(pk=people["active"].pk).email == "active@example.com"


def _owes(row):
    order = row.orders.get()
    OrderRef.objects.create(shop=row.shop, source="stripe", kind="invoice", ref="in_1", order=order)
    row.orders.update(payment_state="failed", subscription=None)


def _argues(row):
    row.orders.update(payment_state="disputed")


def _asked(row):
    Operation.objects.create(customer=row, action="buy", target="price_1", outcome="unknown")


def _is_paying(row):
    Operation.objects.create(customer=row, action="buy", target="price_1", outcome="waiting")


@pytest.mark.parametrize(
    ("does", "words"),
    [
        (_owes, "Still to be paid: 1001."),
        (_argues, "Disputed at the bank: 1001."),
        (_asked, "not settled yet"),
        (_is_paying, "not settled yet"),
    ],
)
def test_where_money_may_still_move_nobody_is_erased(people, does, words):
    does(people["any"])
    with pytest.raises(StillRunning, match=words):
        erase(people["any"])
    assert Customer.objects.get(pk=people["any"].pk).erased_at is None


def test_card_form_that_was_left_open_keeps_nobody(people):
    Operation.objects.create(
        customer=people["any"], action="update_card", target="cus_any", outcome="waiting"
    )
    erase(people["any"])
    assert Customer.objects.get(pk=people["any"].pk).erased_at is not None


def test_erasing_twice_is_erasing_once(people):
    for _again in range(2):
        erase(people["cancelled"])
    assert AuditEntry.objects.filter(action="erase_customer").count() == 1


def test_an_erased_customer_keeps_their_facts_without_what_tells_who_they_are(people):
    erase(people["cancelled"])
    rebuild_facts([people["cancelled"].pk], now=timezone.now())
    facts = Customer.objects.get(pk=people["cancelled"].pk).facts
    assert (facts.country, facts.tags, facts.orders_count > 0) == ("", frozenset(), True)


def test_nothing_in_the_database_names_them_any_more(zelda):
    assert len(named_in_the_database()) > 9
    erase(zelda, account=zelda.account)
    assert named_in_the_database() == []
    assert Order.objects.get().customer == zelda


def test_their_own_words_leave_the_trail_which_stays(people):
    row = people["cancelled"]
    subscription = Subscription.objects.get(customer=row)
    said = {"comment": "Zelda is ill", "reason": "other"}
    about = {"customer": row, "action": "cancel_subscription", "target": "sub_1"}
    done = Operation.objects.create(**about, params=said, outcome="done")
    AuditEntry.objects.create(**about, at=timezone.now(), operation=done, kind="asked", after=said)
    Leaving.objects.create(customer=row, subscription=subscription, comment="Zelda is ill")
    erase(row)
    assert named_in_the_database() == []
    assert AuditEntry.objects.get(kind="asked").after == {"comment": "", "reason": "other"}


def test_whoever_shares_the_account_keeps_it_and_the_session_ends(zelda, shop):
    other = Customer.objects.create(
        shop=shop, source="stripe", external_id="cus_2", email=EMAIL, account=zelda.account
    )
    CustomerSession.objects.create(
        session_key="of-zelda", account=zelda.account, customer=zelda, expire_date=timezone.now()
    )
    erase(zelda, account=zelda.account)
    other.refresh_from_db()
    assert (other.account.is_active, other.account.email) == (True, EMAIL)
    assert SharedAddress.objects.exists()
    assert not CustomerSession.objects.exists()


def test_order_that_could_be_of_each_of_them_goes_with_the_last(shop, zelda, order):
    twin = Customer.objects.create(shop=shop, source="stripe", external_id="cus_2", email=EMAIL)
    between = replace(order, external_id="E-2", number="E-2")
    upsert_orders(shop, "csv", [between], now=timezone.now())
    assert Order.objects.get(number="E-2").customer is None
    erase(zelda, twin, account=zelda.account)
    assert named_in_the_database() == []
    assert Order.objects.get(number="E-2").customer == twin


@pytest.mark.parametrize(
    ("source", "known_as"), [("csv", EMAIL), ("stripe", "cus_1"), ("stripe_guest", EMAIL)]
)
def test_file_that_is_read_again_brings_nothing_back(shop, zelda, order, source, known_as):
    Customer.objects.update(source=source, external_id=known_as)
    erase(zelda, account=zelda.account)
    changed = replace(order, total=800, tags=("zelda",), attributes=(("who", "zelda"),))
    told = [upsert_orders(shop, "csv", [changed], now=timezone.now()) for _ in "ab"]
    assert [(one.changed, one.unchanged) for one in told] == [(1, 0), (0, 1)]
    assert named_in_the_database() == []
    assert (Order.objects.get().total, Order.objects.get().customer) == (800, zelda)


def test_later_order_of_the_same_address_is_somebody_new(shop, zelda, order):
    erase(zelda, account=zelda.account)
    later = replace(order, external_id="E-2", number="E-2")
    upsert_orders(shop, "csv", [later], now=timezone.now())
    assert Order.objects.get(number="E-2").customer.email == EMAIL
    assert Order.objects.get(number="E-1").customer == zelda


def test_late_news_from_stripe_brings_nothing_back(stripe, shop, now):
    note = {"portico_gift_note": "For Zelda", "portico_to_line1": "1 Fnord Street"}
    bought = subscribe(EMAIL, metadata=note)
    api().subscriptions.cancel(bought.subscription)
    row = sync_customer(shop, bought.customer, now)
    assert named_in_the_database() != []
    erase(row)
    [charge] = api().charges.list({"customer": bought.customer}).data
    api().refunds.create({"charge": charge.id})
    sync_customer(shop, bought.customer, timezone.now())
    assert named_in_the_database() == []
    assert Order.objects.get().payment_state == "refunded"
    assert drift_of(everything_of(fetch_customer(bought.customer))) == []
