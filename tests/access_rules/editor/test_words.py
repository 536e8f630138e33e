"""What the builder says, in every language and number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

import access_rules
from access_rules.conditions import CONDITIONS
from access_rules.editor.words import builder_words

BUILDER = Path(access_rules.__file__).parent / "static/access_rules/builder"
SCRIPTS = "".join(path.read_text() for path in sorted(BUILDER.rglob("*.js")))


def test_every_word_the_builder_says_is_sent():
    said = set(re.findall(r'say\("(\w+)"', SCRIPTS))
    assert said
    assert said <= set(builder_words())


def test_no_word_is_sent_in_vain():
    assert [name for name in builder_words() if f'"{name}"' not in SCRIPTS] == []


@pytest.mark.parametrize(("language", "forms"), [("en", {"one", "other"}), ("ja", {"other"})])
def test_counted_words_have_the_plurals_of_the_language(language, forms):
    with override(language):
        assert set(builder_words()["gain"]) == forms


def test_every_setting_has_a_control_of_its_own():
    index = (BUILDER / "controls/index.js").read_text()
    known = set(re.findall(r"^  (\w+)[,:]", index, re.M))
    used = {one.control for kind in CONDITIONS.values() for one in kind.parameters().values()}
    assert used <= known
