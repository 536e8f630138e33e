"""Which calls the installed stripe package knows: method, path and the class of the parameters.

Read from the text of its service modules, because importing all of them takes seconds.
"""

import importlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import stripe

API_VERSION = stripe.api_version
_CALL = re.compile(r'self\._request\(\s*"(get|post|delete)",\s*"(/v1/[^"]+)"')
_PARAMS = re.compile(r'params:\s*(?:Optional\[\s*)?"(\w+)"')
# Folders of the package whose calls are looked at; the rest is no business of a shop.
_FOLDERS = ("", "billing_portal", "checkout", "test_helpers")


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the API; `params` is None where it takes none that are documented."""

    method: str
    template: str
    pattern: re.Pattern[str]
    params_module: str
    params_name: str

    @property
    def params(self) -> type | None:
        """The TypedDict of its parameters."""
        if not self.params_name:
            return None
        found: type = getattr(importlib.import_module(self.params_module), self.params_name)
        return found


def pattern_of(template: str) -> re.Pattern[str]:
    """`/v1/customers/{customer}` as an expression that captures the ids in order."""
    return re.compile("^" + re.sub(r"\{\w+\}", "([^/]+)", template) + "$")


def nameless(template: str) -> str:
    """A path whose ids are all called that, so that two spellings of it are the same."""
    return re.sub(r"\{\w+\}", "{id}", template)


@cache
def all_routes() -> tuple[Route, ...]:
    """Every call of the package, paths without ids first."""
    package = Path(stripe.__file__).parent
    files = [file for name in _FOLDERS for file in sorted((package / name).glob("_*_service.py"))]
    found = [route for file in files for route in _in(file)]
    return tuple(sorted(found, key=lambda route: route.template.count("{")))


def find(method: str, path: str) -> Route | None:
    """The call that this request is, if Stripe has it."""
    return next((r for r in all_routes() if r.method == method and r.pattern.match(path)), None)


def _in(file: Path) -> list[Route]:
    text = file.read_text()
    found = []
    for call in _CALL.finditer(text):
        head = text[text.rfind("    def ", 0, call.start()) : call.start()]
        named = _PARAMS.search(head)
        name = named[1] if named else ""
        module = _module_of(name, text)
        template = call[2]
        found.append(Route(call[1].upper(), template, pattern_of(template), module, name))
    return found


def _module_of(name: str, text: str) -> str:
    imported = re.search(rf"from (stripe\.params[\w.]*) import \(?\s*{name}\b", text)
    return imported[1] if name and imported else ""
