from __future__ import annotations

import pytest

from cms.reference.commands import commands, commands_page

PAGE = commands_page()


def test_every_command_of_ours_is_there_and_no_other():
    names = [name for name, _command in commands()]
    assert {"demo", "import_orders", "local_stripe", "reference"} <= set(names)
    assert not {"migrate", "collectstatic"} & set(names)


@pytest.mark.parametrize("name", [name for name, _command in commands()])
def test_every_command_says_what_it_does(name):
    section = PAGE.split(f"\n## {name}\n\n")[1]
    assert section.split("\n")[0].endswith(".")


def test_usage_tells_what_may_be_left_out():
    assert "    manage.py import_orders FILE --portal PORTAL [--mapping MAPPING]" in PAGE


def test_arguments_every_command_has_are_left_out():
    assert "--settings" not in PAGE
    assert "--verbosity" not in PAGE
