"""The style sheet of e-mails, in colours that mail programs know."""

from __future__ import annotations

import re

import pytest

from tests.themes.test_contrast import TOKENS, colours, ratio
from themes.mail_style import mail_style


def test_light_values_stand_for_roles():
    light = mail_style().light
    assert not re.search(r"var\(|light-dark|\drem", light)
    assert f"background-color: {colours(TOKENS.read_text(), 'light')['accent']};" in light


def test_dark_sheet_holds_what_differs_and_wins():
    dark = mail_style().dark
    assert "font-size" not in dark
    assert "border-width" not in dark
    assert "border-color: #32373b !important" in dark
    assert all("!important" in one for one in re.findall(r"[\w-]+: [^;]+;", dark))
    assert colours(TOKENS.read_text(), "dark")["surface-raised"] in dark


@pytest.mark.parametrize("sheet", [mail_style().light, mail_style().dark])
def test_button_can_be_read(sheet):
    ground = re.search(r"\.button \{[^}]*background-color: (#\w{6})", sheet)
    word = re.search(r"\.button a \{[^}]*?\bcolor: (#\w{6})", sheet)
    assert ratio(ground[1], word[1]) >= 4.5
