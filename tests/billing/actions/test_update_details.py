import uuid
from dataclasses import replace

import pytest

from accounts.models import Customer
from billing.actions.errors import Foreign, OutOfDate
from billing.actions.settling import PATIENCE, settle_all
from billing.actions.update_details import undo_details, update_details
from billing.details import BILLING, NAME, PHONE, SHIPPING, details_of
from billing.gateway.client import api
from billing.mirror.customers import refresh_customer
from billing.models import AuditEntry, Operation
from billing.sources.matching import customers_of
from tests.billing.actions.shelf import buyer
from tests.billing.buying import requests
from tests.promises import promise

HOME = {"line1": "24 Example Street", "city": "Birmingham", "postal_code": "B3 1AA"}
HOME |= {"country": "GB"}
ABROAD = {"line1": "1-1", "state": "東京都", "postal_code": "100-0001", "country": "JP"}


@pytest.fixture
def known(ada):
    return [ada.pk]


@pytest.fixture
def elsewhere(shop):
    """A customer who never paid by Stripe."""
    about = {"email": "bo@example.com", "name": "Bo"}
    return Customer.objects.create(shop=shop, source="csv", external_id="bo@example.com", **about)


def anew(asking):
    """The same person with another form."""
    return replace(asking, operation_id=uuid.uuid4())


def writes(stripe):
    return len(requests(stripe, "POST", "/v1/customers/%"))


def at_stripe(customer):
    return api().customers.retrieve(customer.external_id)


def test_name_is_changed_at_stripe_and_here(ada, known, asking):
    operation = update_details(known, asking, part=NAME, value="Ada King 🌿")
    assert (operation.outcome, operation.message) == ("done", "Your name is saved.")
    assert at_stripe(ada).name == details_of(known).name == "Ada King 🌿"


def test_phone_may_be_taken_away(ada, known, asking):
    update_details(known, asking, part=PHONE, value="+441214960018")
    update_details(known, anew(asking), part=PHONE, value="")
    assert (at_stripe(ada).phone, details_of(known).phone) == (None, "")


def test_new_billing_address_leaves_no_line_of_the_old_one(ada, known, asking):
    update_details(known, asking, part=BILLING, value=HOME | {"line2": "Flat 2"})
    update_details(known, anew(asking), part=BILLING, value=HOME)
    assert at_stripe(ada).address.line2 in ("", None)
    assert details_of(known).billing_address == HOME


def test_parcels_go_to_somebody_with_a_phone(ada, known, asking):
    to = HOME | {"name": "Bo", "phone": "+441214960018"}
    update_details(known, asking, part=SHIPPING, value=to)
    found = at_stripe(ada).shipping
    assert (found.name, found.phone, found.address.city) == ("Bo", "+441214960018", "Birmingham")
    assert details_of(known).shipping_address == to


def test_rules_know_of_the_new_country_at_once(ada, known, asking):
    update_details(known, asking, part=BILLING, value=ABROAD)
    facts = Customer.objects.get(pk=ada.pk).facts
    assert (facts.country, facts.region) == ("JP", "JP-13")


def test_customer_from_elsewhere_is_changed_here_without_stripe(elsewhere, asking):
    operation = update_details([elsewhere.pk], asking, part=SHIPPING, value=HOME)
    elsewhere.refresh_from_db()
    assert (operation.outcome, elsewhere.shipping_address) == ("done", HOME)
    assert elsewhere.facts.country == "GB"


def test_later_orders_from_elsewhere_leave_it_as_it_is(elsewhere, shop, asking):
    update_details([elsewhere.pk], asking, part=NAME, value="Bo Diddley")
    customers_of(shop.pk, "csv", ["bo@example.com"])
    assert Customer.objects.get(pk=elsewhere.pk).name == "Bo Diddley"


def test_all_customers_of_one_person_are_told(ada, elsewhere, asking, stripe):
    other = buyer("", "ada@example.com")
    people = [ada.pk, elsewhere.pk, other.pk]
    update_details(people, asking, part=NAME, value="Ada King")
    assert set(Customer.objects.values_list("name", flat=True)) == {"Ada King"}
    assert {at_stripe(ada).name, at_stripe(other).name} == {"Ada King"}


def test_what_is_so_already_is_not_asked_for(ada, known, asking, stripe):
    before = writes(stripe)
    operation = update_details(known, asking, part=NAME, value=ada.name)
    assert (operation.outcome, operation.message) == ("done", "Nothing had to be changed.")
    assert writes(stripe) == before


def test_undo_puts_back_what_each_had(ada, elsewhere, asking):
    people = [ada.pk, elsewhere.pk]
    changed = update_details(people, asking, part=NAME, value="Somebody")
    undone = undo_details(changed, people, anew(asking))
    assert (undone.outcome, undone.message) == ("done", "It is as it was before.")
    names = dict(Customer.objects.values_list("pk", "name"))
    assert names == {ada.pk: ada.name, elsewhere.pk: "Bo"}


def test_undo_takes_away_what_was_not_there(ada, known, asking):
    changed = update_details(known, asking, part=SHIPPING, value=HOME | {"name": "Ada"})
    undo_details(changed, known, anew(asking))
    assert at_stripe(ada).shipping is None
    assert details_of(known).shipping_address == {}


def test_undo_does_not_undo_what_came_later(known, asking):
    changed = update_details(known, asking, part=NAME, value="First")
    update_details(known, anew(asking), part=NAME, value="Second")
    with pytest.raises(OutOfDate):
        undo_details(changed, known, anew(asking))
    assert details_of(known).name == "Second"


@promise(20)
def test_change_of_somebody_else_is_not_undone(known, elsewhere, asking):
    changed = update_details(known, asking, part=NAME, value="First")
    with pytest.raises(Foreign):
        undo_details(changed, [elsewhere.pk], anew(asking))
    assert details_of(known).name == "First"


@pytest.mark.parametrize(("ids", "part"), [((), NAME), ((0,), NAME), (None, "email")])
def test_what_no_form_offers_is_refused(known, asking, ids, part):
    with pytest.raises(Foreign):
        update_details(known if ids is None else ids, asking, part=part, value="x")
    assert not Operation.objects.exists()


@promise(20)
def test_another_shops_portal_changes_nothing(known, asking, portal):
    portal.shop_id += 1
    with pytest.raises(Foreign):
        update_details(known, asking, part=NAME, value="x")


def test_same_press_twice_is_asked_once(ada, known, asking, stripe):
    before = writes(stripe)
    for _ in "ab":
        update_details(known, asking, part=NAME, value="Twice")
    assert writes(stripe) == before + 1


@promise(9)
def test_lost_answer_is_unknown_until_we_looked(ada, known, asking, stripe, now):
    stripe.fault("lost_response", f"POST /v1/customers/{ada.external_id}$", times=3)
    operation = update_details(known, asking, part=NAME, value="Lost")
    assert operation.outcome == "unknown"
    assert details_of(known).in_check == {NAME}
    settle_all(now=now + PATIENCE)
    operation.refresh_from_db()
    assert (operation.outcome, details_of(known).name) == ("done", "Lost")


def test_what_did_not_happen_is_said_once_it_is_sure(ada, known, asking, stripe, now):
    stripe.fault("down", f"POST /v1/customers/{ada.external_id}$")
    operation = update_details(known, asking, part=NAME, value="Never")
    stripe.lift_faults()
    settle_all(now=now + 2 * PATIENCE)
    operation.refresh_from_db()
    assert operation.outcome == "refused"
    assert "Your details are as before." in operation.message


def test_trail_has_how_it_was_and_how_it_is(ada, known, asking):
    operation = update_details(known, asking, part=NAME, value="Ada King")
    first, *_, last = AuditEntry.objects.filter(operation=operation)
    assert first.before == {"name": ada.name, "values": {str(ada.pk): ada.name}}
    assert last.after["name"] == "Ada King"


def test_refusal_for_one_of_two_says_so(ada, known, asking, stripe):
    other = buyer("", "ada@example.com")
    stripe.fault("403", f"POST /v1/customers/{ada.external_id}$")
    operation = update_details([ada.pk, other.pk], asking, part=NAME, value="Half")
    assert operation.outcome == "refused"
    assert operation.message.startswith("This was saved for a part of your purchases only.")
    refresh_customer(ada.external_id, now=asking.now)
    assert at_stripe(other).name == "Half"


def test_what_died_half_way_is_not_said_to_be_as_before(ada, known, asking, stripe, now):
    other = buyer("", "ada@example.com")
    stripe.fault("down", f"POST /v1/customers/{ada.external_id}$")
    operation = update_details([ada.pk, other.pk], asking, part=NAME, value="Half")
    stripe.lift_faults()
    settle_all(now=now + 2 * PATIENCE)
    operation.refresh_from_db()
    assert operation.outcome == "refused"
    assert operation.message.startswith("This was saved for a part of your purchases only.")


@promise(20)
def test_undo_leaves_alone_who_is_somebody_else_by_now(ada, known, elsewhere, asking):
    changed = update_details([ada.pk, elsewhere.pk], asking, part=NAME, value="Both")
    undo_details(changed, known, anew(asking))
    elsewhere.refresh_from_db()
    assert (details_of(known).name, elsewhere.name) == (ada.name, "Both")


def test_customer_whom_stripe_knows_no_more_is_not_told_of_a_subscription(ada, known, asking):
    api().customers.delete(ada.external_id)
    operation = update_details(known, asking, part=NAME, value="Gone")
    assert operation.outcome == "refused"
    assert "subscription" not in operation.message
