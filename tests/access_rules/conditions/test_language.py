"""The language the customer reads in."""

from dataclasses import replace

import pytest

from access_rules.conditions.language import ReadsIn
from access_rules.languages import canonical, language_name, offered_languages
from access_rules.subject import Visit, signed_out
from tests.access_rules.builders import viewer
from tests.access_rules.conftest import NOW

GERMAN, AUSTRIAN = ReadsIn(frozenset({"de"})), ReadsIn(frozenset({"de-AT", "fr"}))
EXAMPLES = [GERMAN, AUSTRIAN]
BAD: list[object] = ["de", [], ["xx"], ["DE"], ["de_AT"], ["de-at"], ["de-AT-1"], [None], ["de", 1]]
REFUSED = [{"languages": bad} for bad in BAD]


@pytest.mark.parametrize(
    ("language", "german", "austrian"),
    [
        ("de", True, False),
        ("de-AT", True, True),
        ("de-CH", True, False),
        ("den", False, False),
        ("fr-CA", False, True),
        ("", None, None),
    ],
)
def test_language_covers_those_of_its_countries(language, german, austrian):
    reader = replace(viewer(), language=language)
    assert (GERMAN.holds_for(reader), AUSTRIAN.holds_for(reader)) == (german, austrian)


def test_visit_tells_the_language_of_whoever_is_signed_out():
    assert GERMAN.holds_for(signed_out(NOW, visit=Visit(language="de-DE"))) is True
    assert GERMAN.holds_for(signed_out(NOW)) is None


@pytest.mark.parametrize(
    ("django", "stored"), [("de", "de"), ("pt-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("", "")]
)
def test_djangos_tags_are_stored_as_others_are(django, stored):
    assert canonical(django) == stored


def test_languages_are_offered_by_name():
    assert ("de", "German") in offered_languages()
    assert language_name("zh-Hant") == "Chinese (Traditional)"
    assert AUSTRIAN.describe() == "reads in French or German (Austria)"
