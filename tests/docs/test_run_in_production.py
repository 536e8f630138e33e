from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import resolve
from django.utils.module_loading import import_string

from cms.reference.environment import variables_read

TEXT = (Path(__file__).parents[2] / "docs" / "how-to" / "run-in-production.md").read_text("utf-8")
COMMANDS = re.findall(r"manage\.py (\w+)((?: --[\w-]+)*)", TEXT)


@pytest.mark.parametrize(("name", "options"), sorted(set(COMMANDS)))
def test_commands_in_the_text_take_the_options_in_the_text(name, options):
    command = load_command_class(get_commands()[name], name)
    known = command.create_parser("manage.py", name)._option_string_actions
    assert [option for option in options.split() if option not in known] == []


def test_variables_in_the_text_are_read():
    written = re.findall(r"^    ([A-Z_]+)=", TEXT, re.MULTILINE)
    named = re.findall(r"`([A-Z]+_[A-Z_]+)`", TEXT)
    assert set(written + named) - set(variables_read()) == set()
    assert "DATABASE_URL" in written


@pytest.mark.parametrize("path", re.findall(r"^\| `(/\w+)` \|", TEXT, re.MULTILINE))
@pytest.mark.parametrize("realm", ["machine", "portal", "staff"])
def test_health_answers_on_every_host(path, realm):
    assert resolve(path, f"cms.urls.{realm}").url_name == path.strip("/")


def test_the_applications_in_the_text_are_there():
    assert "gunicorn cms.wsgi" in TEXT
    assert "celery -A cms" in TEXT
    assert callable(import_string("cms.wsgi.application"))
    assert import_string("cms.celery_app").main == "portico"
