"""Measures figures and prints one JSON line each: `python -m tests.bench [name …]`.

`--large` takes those among a million customers, `--quick` shows that each one runs, and measures
nothing worth reading.
"""

from __future__ import annotations

import json
import os
import shutil
import sys

from tests.bench import postgresql
from tests.bench.measure import FULL, QUICK, Effort
from tests.bench.registry import FIGURES, LARGE, MILLION, figure_of

OPTIONS = {"--large", "--quick"}


def main(arguments: list[str]) -> int:
    """Print the figures asked for, all but the large if none is; return an exit code."""
    options = OPTIONS.intersection(arguments)
    names = [argument for argument in arguments if argument not in options]
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        known = "\n  ".join(FIGURES)
        sys.stderr.write(f"There is no figure {', '.join(unknown)}. There are:\n  {known}\n")
        return 2
    all_of_them = MILLION if "--large" in options else FIGURES.keys() - LARGE
    names = names or [name for name in FIGURES if name in all_of_them]
    if "--quick" in options:
        _measure(names, QUICK)
    elif MILLION.issuperset(names):
        with postgresql.running() as os.environ["BENCH_DATABASE_URL"]:
            _measure(names, FULL)
    elif MILLION.isdisjoint(names):
        _measure(names, FULL)
    else:
        sys.stderr.write(f"Ask for these alone: {', '.join(MILLION.intersection(names))}.\n")
        return 2
    return 0


def _measure(names: list[str], effort: Effort) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    try:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
        for name in names:
            sys.stdout.write(json.dumps(figure_of(name)(effort).as_json(), ensure_ascii=False))
            sys.stdout.write("\n")
            sys.stdout.flush()
    finally:
        connections.close_all()  # PostgreSQL waits for them when it stops
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
