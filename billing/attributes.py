"""What a merchant keeps of a customer in names and values of their own.

A customer of Stripe has Stripe's metadata; others have what files and the API say of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

MOST, LONGEST_NAME, LONGEST_VALUE = 50, 40, 500


class AttributeRefused(Exception):
    """A name or value that cannot be kept, or too many of them."""

    permanent = True
    code = "attribute"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def clean_attributes(pairs: Mapping[str, str]) -> dict[str, str]:
    """Return names and values as they are kept; an empty value stays. Raise `AttributeRefused`."""
    kept = {name.strip(): " ".join(value.split()) for name, value in pairs.items()}
    if len(kept) > MOST:
        raise AttributeRefused(
            _("A customer can have at most %(most)d attributes.") % {"most": MOST}
        )
    for name, value in kept.items():
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise AttributeRefused(
                _(
                    "The name of an attribute has 1 to %(most)d characters, and only ones that "
                    "can be read."
                )
                % {"most": LONGEST_NAME}
            )
        if len(value) > LONGEST_VALUE or not value.isprintable():
            raise AttributeRefused(
                _("“%(name)s” has more than %(most)d characters, or ones that cannot be read.")
                % {"name": name, "most": LONGEST_VALUE}
            )
    return dict(sorted(kept.items()))


def kept_attributes(pairs: Mapping[str, str]) -> dict[str, str]:
    """Return those that can be kept, in order: what is too long or too many is left out."""
    fitting = (
        (name, value)
        for name, value in sorted(pairs.items())
        if 0 < len(name) <= LONGEST_NAME and len(value) <= LONGEST_VALUE
    )
    return dict(list(fitting)[:MOST])


def with_attributes(attributes: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes with others set. An empty value takes one away.

    What there is no room for is left out: those a customer has stay.
    """
    known = {name: value for name, value in {**attributes, **said}.items() if value}
    names = sorted(known, key=lambda name: (name not in attributes, name))[:MOST]
    return {name: known[name] for name in sorted(names)}
