from __future__ import annotations

from pathlib import Path

import pytest

from access_rules.conditions import CONDITIONS
from portal_blocks.registry import BLOCKS
from tests.house.checkout import PACKAGES, ROOT, here

SHARED = {"__init__", "base", "comparing", "having", "parameters", "subscribing"}
"""What several conditions are made of."""
BLOCK_FOLDERS = sorted(file.parent for file in (ROOT / "portal_blocks").glob("*/block.py"))
NO_MIRROR = {
    # Promises that many modules keep together, or that no single module could break alone.
    "access_rules/conditions/test_contract.py": "what every condition promises",
    "access_rules/test_parity.py": "Python and SQL answer the same",
    "billing/facts/test_kept_in_step.py": "every door that changes what facts are made of",
    "billing/mirror/test_order_of_events.py": "all handlers together, in any order",
    "billing/mirror/test_order_shuffles.py": "what is told of one purchase, in any order",
    "cms/leaving/test_flow.py": "a cancel flow from its first page to its last",
    "cms/test_denied.py": "what those get who may not see a page, through all that serves it",
    "cms/test_editor.py": "Wagtail's editor with all that the site adds to it",
    "cms/test_order_view.py": "the way from an address to one order, through four modules",
    "cms/test_page_budget.py": "the queries of a whole page",
    "cms/test_surfaces.py": "what a portal serves at all",
    "portal_blocks/test_contract.py": "what every block promises",
    "themes/test_contrast.py": "colours, which are CSS",
    "themes/test_showroom.py": "every template of a theme in a browser",
    "themes/test_templates.py": "every template of a theme",
    # The local Stripe is tested as its users see it: by what Stripe's API offers.
    "local_stripe/test_catalogue.py": "products and prices",
    "local_stripe/test_command.py": "the command and the processes it makes",
    "local_stripe/test_customers.py": "customers and their cards",
    "local_stripe/test_intents.py": "payments and set-ups",
    "local_stripe/test_invoices.py": "invoices",
    "local_stripe/test_subscriptions.py": "subscriptions over time",
    "local_stripe/test_wire.py": "the form of requests and answers",
}


@pytest.mark.parametrize("folder", BLOCK_FOLDERS, ids=lambda folder: folder.name)
def test_block_folder_holds_what_a_block_needs(folder):
    name = folder.name
    needed = [folder / "__init__.py", folder / "templates" / "portal_blocks" / f"{name}.html"]
    assert [here(file) for file in needed if not file.is_file()] == []


@pytest.mark.parametrize("folder", BLOCK_FOLDERS, ids=lambda folder: folder.name)
def test_block_has_tests_of_its_own(folder):
    tests = ROOT / "tests" / "portal_blocks" / folder.name
    assert list(tests.glob("test_*.py")), f"{here(tests)}/test_*.py is missing"


def test_every_block_folder_has_its_line_in_the_registry():
    lines = {f"portal_blocks.{folder.name}.block" for folder in BLOCK_FOLDERS}
    assert {path.rpartition(".")[0] for path in BLOCKS.values()} == lines
    assert all(path.split(".")[1] == name for name, path in BLOCKS.items())


def test_registries_are_alphabetical():
    assert list(BLOCKS) == sorted(BLOCKS)
    assert list(CONDITIONS) == sorted(CONDITIONS)


def test_every_condition_file_is_registered_under_its_name():
    files = (ROOT / "access_rules" / "conditions").glob("*.py")
    assert {file.stem for file in files} - SHARED == set(CONDITIONS)


@pytest.mark.parametrize("package", PACKAGES)
def test_tests_mirror_the_package(package):
    tests = sorted((ROOT / "tests" / package).rglob("test_*.py"))
    lost = [str(path) for file in tests if not _mirrored(path := file.relative_to(ROOT / "tests"))]
    assert sorted(set(lost) - set(NO_MIRROR)) == []


def test_exceptions_from_mirroring_are_still_needed():
    kept = [name for name in NO_MIRROR if (ROOT / "tests" / name).is_file()]
    assert kept == list(NO_MIRROR)
    assert not [name for name in NO_MIRROR if _mirrored(Path(name))]


def _mirrored(test: Path) -> bool:
    """Whether a test stands where its module does; a command's test may stand above it."""
    name, folder = test.stem.removeprefix("test_"), ROOT / test.parent
    places = (folder / f"{name}.py", folder / name, folder / "management/commands" / f"{name}.py")
    return any(place.exists() for place in places)
