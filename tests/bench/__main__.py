"""Measures figures and prints one JSON line each: `python -m tests.bench [--quick] [name …]`.

`--quick` shows that each one runs, and measures nothing worth reading.
"""

from __future__ import annotations

import json
import os
import shutil
import sys

from tests.bench.measure import FULL, QUICK, Effort
from tests.bench.registry import FIGURES, LARGE, figure_of


def main(arguments: list[str]) -> int:
    """Print the figures asked for, all but the large if none is; return an exit code."""
    names = [argument for argument in arguments if argument != "--quick"]
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        known = "\n  ".join(FIGURES)
        sys.stderr.write(f"There is no figure {', '.join(unknown)}. There are:\n  {known}\n")
        return 2
    names = names or [name for name in FIGURES if name not in LARGE]
    _measure(names, QUICK if "--quick" in arguments else FULL)
    return 0


def _measure(names: list[str], effort: Effort) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command

    try:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
        for name in names:
            sys.stdout.write(json.dumps(figure_of(name)(effort).as_json(), ensure_ascii=False))
            sys.stdout.write("\n")
            sys.stdout.flush()
    finally:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
