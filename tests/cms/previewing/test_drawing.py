"""Pages drawn as somebody: who may look, what is refused, what can never be done."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer
from billing.models import AuditEntry, Subscription
from cms.models import PortalPage
from cms.previewing.drawing import WritesInPreview, nothing_written
from portal_blocks.personas import PERSONAS
from portals.models import Shop
from portals.registry import portal_of
from tests.cms.staff import client_of, member

REFUSED = "This page cannot be shown like that"
LOOKS = "access_rules.preview_as_customer"


def draft(client, page, mode):
    return client.get(f"/admin/pages/{page.pk}/view_draft/", {"mode": mode})


def panel(client, page, mode):
    rule, nothing = json.dumps(page.visibility), {"body-count": 0, "teaser-count": 0}
    form = {"title": page.title, "slug": page.slug, "visibility": rule, **nothing}
    chosen = {"when_denied": "home", "when_signed_out": "sign_in", "comments-TOTAL_FORMS": 0}
    none = {"comments-INITIAL_FORMS": 0}
    client.post(f"/admin/pages/{page.pk}/edit/preview/", {**form, **chosen, **none})
    query = {"mode": mode, "in_preview_panel": "true"}
    return client.get(f"/admin/pages/{page.pk}/edit/preview/", query)


def revision(client, page, mode):
    path = f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/view/"
    return client.get(path, {"mode": mode})


def order_link(customer: Customer) -> str:
    """What stands on a page for whoever sees this customer's order, and for nobody else."""
    return f"/order/{customer.orders.get().pk}/"


def refused(answer) -> bool:
    return answer.status_code == 404 and REFUSED in answer.content.decode()


@pytest.fixture
def stranger(db) -> Customer:
    """A customer of another shop."""
    shop = Shop.objects.create(name="Elsewhere")
    return Customer.objects.create(
        shop=shop, source="stripe", external_id="cus_x", email="x@example.com", name="Xenia"
    )


@pytest.mark.parametrize("ask", [draft, panel, revision])
def test_a_customer_of_another_shop_is_refused_everywhere(editor, page, stranger, ask):
    answer = ask(editor, page, f"customer-{stranger.pk}")
    assert refused(answer)
    assert "Xenia" not in answer.content.decode()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("ask", [draft, panel, revision])
def test_staff_without_the_permission_see_no_real_customer(page, people, ask):
    client = client_of(member(page, "accounts.view_customer"))
    assert ask(client, page, "active").status_code == 200
    assert refused(ask(client, page, f"customer-{people['active'].pk}"))


def test_with_the_permission_they_do(page, people):
    client = client_of(member(page, LOOKS))
    shown = draft(client, page, f"customer-{people['active'].pk}").content.decode()
    assert "As <strong>Active</strong>" in shown
    assert order_link(people["active"]) in shown


def test_whoever_may_not_edit_the_page_sees_no_preview(page, people, club):
    from wagtail.models import Page

    elsewhere = Page.objects.get(pk=club.root_page_id)
    client = client_of(member(elsewhere, LOOKS))
    assert draft(client, page, f"customer-{people['active'].pk}").status_code == 302


def test_a_deleted_customer_is_refused(editor, page, people, now):
    Customer.objects.filter(pk=people["active"].pk).update(deleted_at=now)
    assert refused(draft(editor, page, f"customer-{people['active'].pk}"))


@pytest.mark.parametrize(
    "mode", ["x", "customer-0", "customer-999999", "active@whenever", "Q" * 5000]
)
def test_what_names_nobody_gets_the_same_refusal(editor, page, mode):
    assert refused(draft(editor, page, mode))


def test_a_real_customer_sees_what_is_theirs_and_hidden_blocks_are_ghosts(editor, page, people):
    shown = draft(editor, page, f"customer-{people['cancelled'].pk}").content.decode()
    assert order_link(people["cancelled"]) in shown
    assert order_link(people["active"]) not in shown
    assert "Words for the inactive" in shown
    assert "Words for the active" not in shown
    assert "Hidden from this viewer. Shown to whoever is Active." in shown


def test_whoever_the_portal_does_not_admit_is_shown_nothing_of_theirs(editor, club, people):
    from tests.pages import block, make_home

    page = make_home(club, block("order_history", heading="Orders", page_size=20))
    shown = draft(editor, page, f"customer-{people['any'].pk}").content.decode()
    assert order_link(people["any"]) not in shown
    assert "Not a member of Green Club." in shown


def test_at_a_date_the_same_facts_are_asked_at_another_time(editor, page, people, now):
    mode = f"customer-{people['past-due'].pk}"
    later = f"{mode}@{now + timedelta(days=30):%Y-%m-%d}"
    today = draft(editor, page, mode).content.decode()
    then = draft(editor, page, later).content.decode()
    assert "Words for the active" in today
    assert "Words for the inactive" in then
    assert "with what they have today." in then


def test_every_invented_person_can_be_looked_as(editor, page):
    for persona in PERSONAS:
        assert draft(editor, page, persona).status_code == 200, persona


def test_looking_as_a_customer_is_noted_once_an_hour(editor, page, people):
    for _again in range(3):
        draft(editor, page, f"customer-{people['active'].pk}")
    (entry,) = AuditEntry.objects.filter(action="previewed_as")
    assert entry.customer_id == people["active"].pk
    assert entry.actor.startswith("staff:")
    assert entry.target == page.title


def test_looking_as_an_invented_person_leaves_no_trail(editor, page):
    draft(editor, page, "active")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["active", "past_due", "customer"])
def test_everything_that_can_be_pressed_is_switched_off(editor, page, people, who):
    mode = f"customer-{people['active'].pk}" if who == "customer" else who
    answer = draft(editor, page, mode)
    shown = answer.content.decode()
    inside = shown[
        shown.index('<fieldset class="preview-inert" disabled>') : shown.rindex("</fieldset>")
    ]
    pattern = r"<(?:button|input|select|textarea)\b"
    assert re.findall(pattern, shown) == re.findall(pattern, inside)
    assert re.search(r"<button", inside)
    for rule in ("form-action 'none'", "connect-src 'none'"):
        assert rule in answer["Content-Security-Policy"]


def test_a_post_from_a_preview_changes_nothing(editor, page, people):
    [child] = [one for one in page.body if one.block_type == "subscription_controls"]
    path = f"/do/{page.pk}/{child.id}/cancel/"
    data = {"operation_id": str(uuid4()), "subscription": "sub_active"}
    assert editor.post(path, data).status_code == 404
    assert editor.post(f"/admin/pages/{page.pk}/view_draft/?mode=active", data).status_code == 200
    assert Subscription.objects.get(external_id="sub_active").state == "active"


def test_a_preview_gives_nobody_a_cookie_and_is_kept_nowhere(editor, page, people):
    answer = draft(editor, page, f"customer-{people['active'].pk}")
    assert not answer.cookies
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("mode", ["signed_out", "x"])
def test_the_customers_own_session_opens_nothing(editor, page, visit, people, mode):
    signed_in = visit(portal_of("shop.localhost"), "active")
    editor.cookies["portico"] = signed_in.cookies["portico"].value
    shown = draft(editor, page, mode).content.decode()
    assert order_link(people["active"]) not in shown
    assert "Signed in as" not in shown


def test_nothing_of_a_customers_can_be_written_while_a_preview_is_drawn(people):
    with nothing_written(), pytest.raises(WritesInPreview):
        Customer.objects.update(name="Written")


def test_stripe_is_never_asked(editor, page, people, monkeypatch):
    def asked():
        raise AssertionError("Stripe was asked.")

    monkeypatch.setattr("billing.gateway.client.api", asked)
    for key in people:
        assert draft(editor, page, f"customer-{people[key].pk}").status_code == 200


def test_invented_people_ask_nothing_of_orders_or_customers(page):
    with CaptureQueriesContext(connection) as queries:
        page.make_preview_request(preview_mode="past_due")
    asked = [query["sql"] for query in queries if re.search("billing_|accounts_cust", query["sql"])]
    assert not asked


def test_a_page_that_is_hidden_says_so_above_itself(editor, page):
    page.visibility = {"version": 1, "all": [{"condition": "standing", "value": "inactive"}]}
    page.save_revision()
    shown = draft(editor, page, "active").content.decode()
    assert "They do not see this page." in shown
    assert "preview-bar--hidden" in shown


def test_a_new_page_below_one_is_previewed_before_it_is_saved(editor, page):
    path = f"/admin/pages/add/cms/portalpage/{page.pk}/preview/"
    answer = editor.get(path, {"mode": "active"})
    assert answer.status_code == 200
    assert PortalPage.objects.count() == 1
