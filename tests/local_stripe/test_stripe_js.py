"""The stand-in for Stripe.js, in a browser, on a page of another origin than its own."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from local_stripe.testing import running
from tests.chromium import chromium

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)
POLICY = (
    "default-src 'none'; script-src 'self' {0}; frame-src {0}; connect-src {0}; form-action 'self'"
)
PAGE = """<!doctype html><html lang="en"><title>Card</title><script src="{}/js/stripe.js"></script>
<main><h1>Your card</h1><form id="around"><div id="card"></div><button>Save</button></form></main>
"""


class _Server(ThreadingHTTPServer):
    stripe = ""


class _Shop(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Security-Policy", POLICY.format(self.server.stripe))
        self.end_headers()
        self.wfile.write(PAGE.format(self.server.stripe).encode())

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture(scope="module")
def local():
    with running(seed=11) as started:
        yield started
        assert started.stripe.violations == []


@pytest.fixture(scope="module")
def shop_url(local):
    server = _Server(("127.0.0.1", 0), _Shop)
    server.daemon_threads, server.stripe = True, local.url
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://shop.localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def context():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 390, "height": 800})
        browser.close()


@pytest.fixture
def page(context, shop_url):
    """The shop's page; what it said in the console is nothing."""
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(shop_url)
    yield page
    page.close()
    # A card that is declined is an answer of 402, which the browser notes.
    assert [text for text in said if "402" not in text] == []


@pytest.fixture
def intent(api):
    """An intent to save a card with a customer who has none."""
    customer = api.customers.create({"email": "ann@example.com"})
    return api.setup_intents.create({"customer": customer.id, "usage": "off_session"})


BEGIN = """([secret, appearance]) => {
  const stripe = Stripe("pk_test_local");
  const elements = stripe.elements({ clientSecret: secret, appearance });
  const card = elements.create("payment");
  Object.assign(window, { stripe, elements, card, sent: 0 });
  document.getElementById("around").addEventListener("submit", (event) => {
    event.preventDefault();
    window.sent += 1;
  });
  return new Promise((resolve) => { card.on("ready", resolve); card.mount("#card"); });
}"""
SAVE = """(redirect) => {
  const params = { return_url: location.origin + "/cards/?from=form" };
  window.result = stripe.confirmSetup({ elements, redirect, confirmParams: params });
}"""


def _fill(page, intent, number, **appearance):
    page.evaluate(BEGIN, [intent.client_secret, appearance])
    fields = page.frame_locator("#card iframe")
    fields.get_by_label("Card number").press_sequentially(number)
    fields.get_by_label("Expiration date").press_sequentially("1234")
    fields.get_by_label("Security code").fill("123")
    return fields


def _saved(page, redirect="if_required"):
    page.evaluate(SAVE, redirect)
    return page.evaluate("window.result")


# A frame's headings are those of the page around it.
RULES = {"rules": {"page-has-heading-one": {"enabled": False}}}


def _is_accessible(page, frame):
    """Neither the shop's page nor what is framed in it breaks a rule."""
    inner = next(one for one in page.frames if one.url.endswith(frame))
    for place in (page, inner):
        found = Axe().run(place, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def test_card_is_saved_with_the_customer_and_unseen_by_the_page(page, api, intent):
    fields = _fill(page, intent, "5555555555554444")
    expect(fields.get_by_label("Card number")).to_have_value("5555 5555 5555 4444")
    expect(fields.get_by_label("Expiration date")).to_have_value("12 / 34")
    expect(fields.locator("#brand")).to_have_text("Mastercard")
    result = _saved(page)
    assert result["setupIntent"]["status"] == "succeeded"
    card = api.customers.payment_methods.list(intent.customer).data[0].card
    assert (card.brand, card.exp_month, card.exp_year) == ("mastercard", 12, 2034)
    assert "5555" not in json.dumps(result) + page.content()


def test_bank_that_is_answered_lets_the_card_be_saved(page, api, intent):
    _fill(page, intent, "4000000000003220")
    page.evaluate(SAVE, "if_required")
    bank = page.frame_locator("dialog iframe")
    expect(bank.get_by_text("Local test bank")).to_be_visible()
    expect(bank.get_by_role("button", name="Complete")).to_be_focused()
    _is_accessible(page, "bank.html")
    bank.get_by_role("button", name="Complete").click()
    assert page.evaluate("window.result")["setupIntent"]["status"] == "succeeded"
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_escape_in_the_banks_dialog_fails_the_set_up(page, api, intent):
    _fill(page, intent, "4000000000003220", theme="night")
    page.evaluate(SAVE, "if_required")
    expect(page.frame_locator("dialog iframe").get_by_role("button", name="Fail")).to_be_visible()
    page.keyboard.press("Escape")
    error = page.evaluate("window.result")["error"]
    assert error["code"] == "setup_intent_authentication_failure"
    assert error["setup_intent"]["status"] == "requires_payment_method"
    assert api.customers.payment_methods.list(intent.customer).data == []


def test_declined_card_is_the_results_error_and_may_be_replaced(page, intent):
    fields = _fill(page, intent, "4000000000009995")
    error = _saved(page)["error"]
    assert (error["type"], error["decline_code"]) == ("card_error", "insufficient_funds")
    assert "customer" not in error["setup_intent"]
    fields.get_by_label("Card number").fill("4242424242424242")
    assert _saved(page)["setupIntent"]["status"] == "succeeded"


def test_incomplete_number_is_told_at_its_field_and_not_sent(page, local, intent):
    fields = _fill(page, intent, "42424242", variables={"colorPrimary": "rgb(120, 30, 40)"})
    fields.get_by_label("Security code").press("Enter")
    assert page.evaluate("elements.submit()")["error"]["code"] == "incomplete_number"
    number = fields.get_by_label("Card number")
    expect(number).to_be_focused()
    expect(number).to_have_css("outline-color", "rgb(120, 30, 40)")
    expect(fields.get_by_text("Your card number is incomplete.")).to_be_visible()
    assert _saved(page)["error"]["code"] == "incomplete_number"
    assert page.evaluate("window.sent") == 0
    _is_accessible(page, "card_fields.html")
    assert local.stripe.find(intent.id)["status"] == "requires_payment_method"


def test_redirect_always_comes_back_with_the_intent_and_how_it_ended(page, intent, shop_url):
    _fill(page, intent, "4242424242424242")
    page.evaluate(SAVE, "always")
    page.wait_for_url(f"{shop_url}cards/**")
    query = {name: value[0] for name, value in parse_qs(urlsplit(page.url).query).items()}
    assert query == {
        "from": "form",
        "setup_intent": intent.id,
        "setup_intent_client_secret": intent.client_secret,
        "redirect_status": "succeeded",
    }


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ('Stripe("pk_live_shop")', "test keys only"),
        ('Stripe("pk_test_a").elements({mode: "setup", paymentMethodTypes: []})', "no longer"),
        ('Stripe("pk_test_a").elements({mode: "payment", amount: 900})', "currency"),
    ],
)
def test_what_stripe_js_refuses_is_refused(page, call, told):
    found = page.evaluate(f"() => {{ try {{ {call} }} catch (error) {{ return `${{error}}` }} }}")
    assert found.startswith("IntegrationError")
    assert told in found


def test_payment_that_waits_for_the_bank_is_taken_up_again(page, api):
    given = {"amount": 900, "currency": "usd", "payment_method": "pm_card_authenticationRequired"}
    back = {"return_url": "http://shop.localhost/", "confirm": True}
    payment = api.payment_intents.create({**given, **back})
    secret = json.dumps(payment.client_secret)
    next_action = f"Stripe('pk_test_a').handleNextAction({{clientSecret: {secret}}})"
    page.evaluate(f"() => {{ window.result = {next_action} }}")
    page.frame_locator("dialog iframe").get_by_role("button", name="Complete").click()
    assert page.evaluate("window.result")["paymentIntent"]["status"] == "succeeded"
