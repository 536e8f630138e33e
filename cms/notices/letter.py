"""An e-mail before it is drawn: what it says, in words, and where its one button leads."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what it is about: a name and a value."""

    label: str
    value: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail. `intro` is the merchant's own; `values` are what merchants may name in theirs.

    `is_about_data`: its foot says that they asked about their data, and not that it is about money.
    """

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    button: Button
    rows: tuple[Row, ...] = ()
    after: tuple[str, ...] = ()
    intro: str = ""
    values: dict[str, str] = field(default_factory=dict)
    is_about_data: bool = False
