"""The form of an address, ready to be shown: fields in their order, with what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal_blocks.addresses.countries import Choices

KEPT = "kept-"  # what another country's form had, carried along unseen while one looks at this one
FORM_OF = "form_of"  # the country that the form was shown for
SWITCH = "as_country"


@dataclass(frozen=True, slots=True)
class AddressKind:
    """What an address is for. `section` is that of HTML's autocomplete tokens.

    With `has_person` it names who receives it, with `has_phone` how to reach them.
    """

    section: str
    has_person: bool = False
    has_phone: bool = False


BILLING = AddressKind("billing")
DELIVERY = AddressKind("shipping", has_person=True, has_phone=True)


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field. `part` is what it is of an address; `name` is what it is posted as.

    With `choices` it is a list to choose from. `most` is the number of characters it may have.
    """

    part: str
    name: str
    label: str
    value: str = ""
    fault: str = ""
    hint: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    type: str = "text"
    most: int = 500
    required: bool = False
    choices: Choices = ()

    @property
    def options(self) -> SafeString:
        """The choices as a list has them, with the value chosen."""
        chosen = format_html('value="{}"', self.value)
        return SafeString(_options(self.choices).replace(chosen, f"{chosen} selected", 1))


@lru_cache(512)
def _options(choices: Choices) -> SafeString:
    """Kept, because a template took 15 ms for all countries."""
    return format_html_join("\n", '<option value="{}">{}</option>', choices)


@dataclass(frozen=True, slots=True)
class AddressForm:
    """A form in the way of one country. `country` comes first, it decides the rest.

    `rows` are the lines of the address. `kept` are fields to send along unseen. `switch` is the
    name of the button that shows the form of the chosen country.
    """

    country: AddressField
    rows: tuple[tuple[AddressField, ...], ...]
    kept: tuple[tuple[str, str], ...]
    switch: str
