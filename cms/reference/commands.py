"""The reference of `manage.py`: the project's own commands, as each describes itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from django.core.management import find_commands, load_command_class
from django.core.management.base import BaseCommand

from cms.env import BASE_DIR
from cms.reference.markdown import code, page, table

APPS = ("access_rules", "accounts", "billing", "cms", "local_stripe", "portals", "sso", "themes")
INTRODUCTION = """\
What Portico adds to `manage.py`. Wagtail's and Django's own commands are there as well:
`manage.py help` lists them all. Every command takes `--help`."""


def commands_page() -> str:
    """Return the page about all commands."""
    every = sorted(commands())
    rows = [(f"[{code(name)}](#{name})", _first_sentence(command)) for name, command in every]
    sections = [_section(name, command) for name, command in every]
    return page("Commands", INTRODUCTION, table(("Command", "What it does"), rows), *sections)


def commands() -> Iterator[tuple[str, BaseCommand]]:
    """Yield the project's own commands, those of apps that are switched off included."""
    for app in APPS:
        for name in find_commands(str(BASE_DIR / app / "management")):
            yield name, load_command_class(app, name)


def _section(name: str, command: BaseCommand) -> str:
    arguments = list(_arguments(name, command))
    usage = " ".join(["manage.py", name, *(_usage(one) for one in arguments)])
    rows = [(code(_written(one)), one.help or "", _default(one)) for one in arguments]
    listed = table(("Argument", "What it is", "Without it"), rows)
    parts = (f"## {name}", " ".join(command.help.split()), f"    {usage}", listed)
    return "\n\n".join(filter(None, parts))


def _arguments(name: str, command: BaseCommand) -> Iterator[argparse.Action]:
    """Yield the arguments that are the command's own."""
    everywhere = {action.dest for action in BaseCommand().create_parser("", "")._actions}  # noqa: SLF001
    for action in command.create_parser("manage.py", name)._actions:  # noqa: SLF001
        if action.dest not in everywhere and action.help is not argparse.SUPPRESS:
            yield action


def _usage(one: argparse.Action) -> str:
    return _written(one) if one.required else f"[{_written(one)}]"


def _written(one: argparse.Action) -> str:
    """Return an argument as it is typed."""
    if not one.option_strings:
        return str(one.metavar or one.dest.upper())
    takes = "" if one.nargs == 0 else f" {one.metavar or one.dest.upper()}"
    return f"{one.option_strings[-1]}{takes}"


def _default(one: argparse.Action) -> str:
    if one.required:
        return "needed"
    return code(one.default) if one.default not in (None, False, "", argparse.SUPPRESS) else ""


def _first_sentence(command: BaseCommand) -> str:
    return " ".join(command.help.split()).split(". ")[0].rstrip(".") + "."
