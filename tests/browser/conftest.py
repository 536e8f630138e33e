"""The running demo, and a browser in which every page is watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.running import RunningDemo, running, wait_for
from tests.chromium import chromium
from tests.secrets_told import secrets_in

Open = Callable[..., Page]
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
WIDE = {"viewport": {"width": 1440, "height": 900}}
PATIENCE = 20_000  # milliseconds; tests of the other worker take their share of the machine
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demo, started from nothing; whoever it started is gone with it."""
    demo = RunningDemo(Path(tmp_path_factory.mktemp("demo")) / "var")
    try:
        demo.start(seconds=120)
        yield demo
        children = demo.stop()
        assert len(children) >= 3, "The demo has at least Stripe, web and worker."
        wait_for(lambda: not running(children), seconds=20)
        assert not secrets_in(demo.var, but_not=("demo.env", "local_stripe.sqlite3"))
    finally:
        demo.end()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Not for the whole session: Django takes its loop for an asynchronous caller."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(demo: RunningDemo, browser: Browser) -> Iterator[Open]:
    """Open a page: `open_page("shop", "/orders/", who="active")`; options go to the context.

    Fails at the end of the test if any page said something in the console, asked another host,
    broke its content security policy or lacked a file.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(portal: str, path: str = "/", *, who: str = "", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch(context, faults, stripe=f"127.0.0.1:{demo.stripe_port}")
        if who:
            context.add_cookies(passport(demo, browser, portal, who))
        page = context.new_page()
        page.goto(demo.url(portal, path))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def edit(demo: RunningDemo, open_page: Open) -> Callable[[str], Page]:
    """Open the page with a slug in the editor, as the merchant."""

    def opened(slug: str) -> Page:
        [(found,), *_] = demo.rows("SELECT id FROM wagtailcore_page WHERE slug = ?", slug)
        return open_page("admin", f"/admin/pages/{found}/edit/", who="merchant", **WIDE)

    return opened


def watch(context: BrowserContext, faults: list[str], *, stripe: str) -> None:
    """Write down what no page may do. `stripe` is the one other host whose fields it may show."""

    def asked(request: Any) -> None:
        parts = urlsplit(request.url)
        is_ours = str(parts.hostname).endswith(".localhost") or parts.netloc == stripe
        if parts.scheme.startswith("http") and not is_ours:
            faults.append(f"asked another host: {request.url}")

    def answered(response: Any) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            faults.append(f"{response.status}: {response.url}")

    def said(message: Any) -> None:
        # A page that is refused on purpose says so in the console; files are seen above.
        refused = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not refused:
            faults.append(f"console: {message.text}")

    context.on("request", asked)
    context.on("response", answered)
    context.on("console", said)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))


def passport(demo: RunningDemo, browser: Browser, portal: str, who: str) -> list[Any]:
    """The cookies of somebody signed in by the form, once in a session of tests."""
    if (portal, who) not in demo.passports:
        context = browser.new_context()
        page = context.new_page()
        if portal == "admin":
            page.goto(demo.url(portal))
            sign_in_to_edit(page, demo)
        else:
            page.goto(demo.url(portal, "/sign-in/"))
            sign_in(page, demo, who)
            page.wait_for_url(demo.url(portal))
        demo.passports[portal, who] = list(context.cookies())
        context.close()
    return demo.passports[portal, who]


def sign_in(page: Page, demo: RunningDemo, who: str) -> None:
    """Fill in the sign-in form and send it."""
    page.get_by_label("E-mail address").fill(f"{who}@example.com")
    page.get_by_label("Order number").fill(demo.order_number(who))
    page.get_by_role("button", name="Sign in").click()


def sign_in_to_edit(page: Page, demo: RunningDemo) -> None:
    """Sign in to the editor as the merchant."""
    page.get_by_label("E-mail address").fill("merchant@example.com")
    page.get_by_label("Password").fill(demo.editor_password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(demo.url("admin", "/admin/"))
