"""What templates and style sheets promise, whatever they show."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string

from tests.themes.specimens import PAGES, render

FOLDERS = ("themes/plain", "portal_blocks", "accounts")
TEMPLATES = sorted(
    path
    for folder in FOLDERS
    for path in Path(settings.BASE_DIR, folder).rglob("*.html")
    if "templates" in path.parts
)
SHEETS = sorted(
    path for folder in FOLDERS for path in Path(settings.BASE_DIR, folder).rglob("*.css")
)
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(", re.IGNORECASE)
PHYSICAL = re.compile(r"\b(?:margin|padding|border)-(?:left|right|top|bottom)\b|\btext-align: left")


def parsed(name: str, **changes: Any) -> BeautifulSoup:
    return BeautifulSoup(render(name, **changes), "html.parser")


def named(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_opens_by_naming_its_variables(path: Path):
    assert re.match(r"\{# .+ #\}\n", path.read_text())


@pytest.mark.parametrize("name", PAGES)
def test_page_holds_no_style_or_script_of_its_own(name: str):
    soup = parsed(name)
    inline = [tag for tag in soup("script") if not tag.get("src")]
    handlers = [a for tag in soup(True) for a in tag.attrs if a == "style" or a.startswith("on")]
    assert (inline, soup("style"), handlers) == ([], [], [])


@pytest.mark.parametrize("name", PAGES)
def test_form_that_posts_carries_a_token(name: str):
    """The switch of languages, which would keep pages out of shared caches, has none."""
    forms = parsed(name).select('form[method=post]:not([action="/language/"])')
    assert all(form.select("input[name=csrfmiddlewaretoken]") for form in forms)


@pytest.mark.parametrize("name", PAGES)
def test_id_stands_once_on_a_page(name: str):
    ids = [tag["id"] for tag in parsed(name).select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", [p for p in SHEETS if p.name != "tokens.css"], ids=named)
def test_sheet_uses_roles_and_logical_properties_only(path: Path):
    css = path.read_text()
    if path.name == "print.css":  # paper is white, whatever the theme
        css = css.replace("#ffffff", "")
    faults = RAW_COLOUR.findall(css) + PHYSICAL.findall(css) + re.findall("!important", css)
    assert faults == []


def test_all_sheets_together_stay_small():
    css = b"".join(path.read_bytes() for path in SHEETS)
    assert len(gzip.compress(css)) <= 25_000


def test_error_page_needs_nothing():
    assert "You will not be charged twice" in render_to_string("500.html")


def test_names_of_customers_are_escaped():
    html = render("home", viewer_name="<script>alert(1)</script>")
    assert "<script>alert" not in html


def test_menu_marks_the_page_one_is_on():
    current = parsed("home").select("[aria-current=page]")
    assert [link.text for link in current] == ["Overview"]


def test_sign_out_is_a_button_for_the_signed_in_only():
    assert 'action="/sign-out/"' in render("home")
    assert 'action="/sign-out/"' not in render("sign-in")


def test_sign_in_says_what_was_wrong_beside_the_field():
    soup = parsed("sign-in-wrong")
    described = soup.select("#id_email[aria-invalid=true]")[0]["aria-describedby"]
    error = soup.select(f"#{str(described).split()[-1]}")[0]
    assert error.text.strip() == "Enter your e-mail address."


def test_sign_in_keeps_what_was_typed_and_where_to_go_then():
    kept = {
        tag["name"]: tag.get("value") for tag in parsed("sign-in-wrong").select("main form input")
    }
    assert (kept["order_number"], kept["next"]) == ("1042", "/orders/")


def test_throttled_sign_in_has_no_form():
    soup = parsed("sign-in-wait")
    assert (soup.select("main form"), "Please wait 12 minutes" in soup.text) == ([], True)


def test_refused_member_who_is_signed_in_can_sign_out():
    form = 'main form[action="/sign-out/"]'
    assert parsed("not-admitted", signed_in=True).select(form)
    assert not parsed("not-admitted").select(form)
