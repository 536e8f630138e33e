"""`python -m local_stripe`: the same as `manage.py local_stripe`, up before Django would be."""

import sys
from argparse import ArgumentParser

from local_stripe import route_list
from local_stripe.serving import CannotServeError, Options, add_arguments, serve


def main() -> int:
    """Serve; 1 if the options do not make a server."""
    parser = ArgumentParser(prog="local_stripe", description=__doc__)
    add_arguments(parser)
    given = vars(parser.parse_args())
    if given.pop("routes"):
        print(route_list.page())  # noqa: T201 - it is a command
        return 0
    options = Options(**given)
    try:
        serve(options, say=lambda line: print(line, flush=True))  # noqa: T201
    except CannotServeError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
