"""The block's doors; the customer is from elsewhere, so that no Stripe is asked."""

from __future__ import annotations

import uuid

import pytest

from accounts.models import Customer
from billing.details import BILLING, PARTS, SHIPPING
from billing.models import Operation
from tests.pages import block, make_home, make_page, text
from tests.promises import promise

EDIT = dict.fromkeys(PARTS, "editable") | {"email": "shown"}
HOME = {"line1": "24 Example Street", "city": "Birmingham", "postal_code": "B3 1AA"}
HOME |= {"country": "GB"}


def to(prefix, **changed):
    """What the form of an address sends."""
    return {f"{prefix}-{part}": text for part, text in {**HOME, **changed}.items()}


@pytest.fixture
def ada(people):
    """One of the cast, as if she had never paid by Stripe."""
    Customer.objects.filter(pk=people["active"].pk).update(source="shop")
    return Customer.objects.get(pk=people["active"].pk)


@pytest.fixture
def page(shop):
    return make_home(shop, block("details", **EDIT))


@pytest.fixture
def client(visit, shop, ada):
    return visit(shop, "active")


@pytest.fixture
def post(client, page):
    """Press a button of the block: `post("phone", phone=…)`; the page that is shown then."""

    def pressed(name, /, *, at=page, **data):
        form = {"operation_id": str(uuid.uuid4()), **data}
        return client.post(f"/do/{at.pk}/{at.body[0].id}/{name}/", form, follow=True)

    return pressed


def test_name_is_saved_and_can_be_undone(post, ada):
    html = post("name", name="  Ada   King ").content.decode()
    ada.refresh_from_db()
    assert ada.name == "Ada King"
    assert "Your name is saved." in html
    post("undo", undo=str(Operation.objects.get().pk))
    ada.refresh_from_db()
    assert ada.name == "Active"


def test_undo_stands_beside_what_was_saved(post):
    html = post("name", name="Ada King").content.decode()
    done = Operation.objects.get().pk
    assert f'name="undo" value="{done}"' in html
    assert "Undo" not in post("undo", undo=str(done), undoes=str(done)).content.decode()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", " ", "“Full name” is missing."),
        ("name", "x" * 201, "200 characters at most"),
        ("name", "A\x00da", "cannot be kept"),
        ("phone", "12", "This does not look like a phone number."),
    ],
)
def test_what_is_wrong_is_said_at_once_and_nothing_changes(post, name, typed, said):
    answer = post(name, **{name: typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Operation.objects.exists()


def test_phone_is_kept_with_the_code_of_where_they_live(post, ada):
    Customer.objects.update(billing_address={"country": "DE"})
    post("phone", phone="030 901820")
    ada.refresh_from_db()
    assert ada.phone == "+4930901820"


def test_address_is_saved_and_rules_know_the_country(post, ada):
    post("billing", **to("billing", country="DE", postal_code="10969", city="Berlin"))
    ada.refresh_from_db()
    assert ada.billing_address["postal_code"] == "10969"
    assert ada.facts.country == "DE"


def test_whoever_moves_to_a_country_sees_what_is_for_it_in_the_answer(post, page, ada):
    in_japan = {"version": 1, "all": [{"condition": "country", "places": ["JP"]}]}
    less = make_page(page, "less", block("details", **EDIT), text("Konnichiwa", in_japan))
    assert "Konnichiwa" not in post("name", at=less, name="Ada").content.decode()
    sent = to("billing", country="JP", state="Tokyo", postal_code="1000001")
    assert "Konnichiwa" in post("billing", at=less, **sent).content.decode()


def test_faulty_address_loses_nothing_that_was_typed(post):
    answer = post("billing", **to("billing", postal_code="12345", line1="9 Typed Road"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "9 Typed Road" in html
    assert "An example for United Kingdom: EC1Y 8SY." in html


def test_form_of_another_country_is_shown_and_nothing_is_saved(post, ada):
    sent = to("billing", country="US", form_of="GB", as_country="1", line1="9 Typed Road")
    answer = post("billing", **sent)
    html = answer.content.decode()
    assert (answer.status_code, "ZIP code" in html) == (200, True)
    assert "9 Typed Road" in html
    ada.refresh_from_db()
    assert ada.billing_address == {}


def test_parcels_may_go_where_bills_go(post, ada):
    Customer.objects.update(billing_address=HOME)
    sent = {"delivery-same": "1", "delivery-name": "Bo", "delivery-line1": "ignored"}
    post("delivery", **sent)
    ada.refresh_from_db()
    assert ada.shipping_address == {"name": "Bo", **HOME}


def test_ticked_box_asks_for_the_name_alone(post):
    Customer.objects.update(billing_address=HOME)
    html = post("delivery", **{"delivery-same": "1"}).content.decode()
    assert "“Full name” is missing." in html
    assert 'value="1" checked' in html


def test_hidden_billing_address_is_not_where_parcels_go(post, page, ada):
    Customer.objects.update(billing_address=HOME)
    less = make_page(page, "less", block("details", **EDIT | {BILLING: "hidden"}))
    post("delivery", at=less, **{"delivery-same": "1", "delivery-name": "Bo"})
    ada.refresh_from_db()
    assert ada.shipping_address == {}


@promise(20)
@pytest.mark.parametrize("setting", ["shown", "hidden"])
@pytest.mark.parametrize(("name", "part"), [("name", "name"), ("delivery", SHIPPING)])
def test_what_may_not_be_changed_is_not_there(post, page, setting, name, part):
    less = make_page(page, "less", block("details", **EDIT | {part: setting}))
    answer = post(name, at=less, name="x", **to("delivery", name="x"))
    assert answer.status_code == 404
    assert not Operation.objects.exists()


def test_undo_of_what_may_not_be_changed_any_more_is_not_there(post, page, ada):
    post("name", name="Ada King")
    less = make_page(page, "less", block("details", **EDIT | {"name": "shown"}))
    answer = post("undo", at=less, undo=str(Operation.objects.get().pk))
    ada.refresh_from_db()
    assert (answer.status_code, ada.name) == (404, "Ada King")


@promise(20)
@pytest.mark.parametrize("undo", ["", "x", "theirs", "other"])
def test_undo_of_anything_else_is_not_there(post, people, undo):
    about = {"actor": "customer", "outcome": "done", "params": {"part": "name"}}
    theirs = Operation.objects.create(
        customer=people["paused"], action="update_details", target="x:name", **about
    )
    other = Operation.objects.create(
        customer=people["active"], action="cancel_subscription", target="sub", **about
    )
    ids = {"theirs": str(theirs.pk), "other": str(other.pk)}
    assert post("undo", undo=ids.get(undo, undo)).status_code == 404


def test_form_without_an_id_does_nothing(post):
    sent = to("billing", country="US", as_country="1")
    assert post("billing", **sent, operation_id="").status_code == 404
    assert post("name", name="x", operation_id="").status_code == 404


@promise(20)
def test_stranger_is_refused(visit, shop, page, people):
    url = f"/do/{page.pk}/{page.body[0].id}/name/"
    answer = visit(shop).post(url, {"operation_id": str(uuid.uuid4()), "name": "x"})
    assert answer.status_code == 302
    assert not Operation.objects.exists()


def test_details_cost_one_query(client, page, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(6):
        assert "24 Example" not in client.get("/").content.decode()
