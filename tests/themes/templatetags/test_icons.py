"""Icons are drawn as the package draws them, and drawn once."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide as packages_own

from themes.templatetags.icons import drawn


def shown(tag: str, **context: object) -> str:
    return Template("{% load lucide %}" + tag).render(Context(context))


@pytest.mark.parametrize(
    ("tag", "options"),
    [
        ('{% lucide "truck" %}', {}),
        ('{% lucide "truck" size=18 class="icon" aria_hidden="true" %}', {"size": 18}),
        ("{% lucide name size=18 class=kind aria_hidden='true' %}", {"size": 18}),
        ('{% lucide "truck" size=None stroke_linecap="butt" %}', {"size": None}),
    ],
)
def test_an_icon_is_the_packages_own(tag, options):
    named = {"class": "icon", "aria_hidden": "true"} if "class" in tag else {}
    named |= {"stroke_linecap": "butt"} if "stroke" in tag else {}
    wanted = packages_own("truck", **options, **named)
    assert shown(tag, name="truck", kind="icon") == wanted


def test_what_the_data_name_is_drawn_once():
    drawn.cache_clear()
    tag = "{% for name in names %}{% lucide name %}{% endfor %}"
    assert shown(tag, names=["truck", "clock", "truck"]).count("<svg") == 3
    assert drawn.cache_info().misses == 2


def test_what_the_data_say_cannot_break_out_of_an_attribute():
    assert "<script" not in shown('{% lucide "truck" class=kind %}', kind='"><script>')


def test_an_icon_that_there_is_not_is_found_when_the_template_is_read():
    with pytest.raises(IconDoesNotExist):
        Template('{% load lucide %}{% if never %}{% lucide "no-such-icon" %}{% endif %}')


@pytest.mark.parametrize("tag", ["{% lucide %}", '{% lucide "truck" "clock" %}'])
def test_a_tag_that_is_written_wrongly_is_refused(tag):
    with pytest.raises(TemplateSyntaxError):
        shown(tag)
