"""What the rule builder says, in the language of whoever edits. The `frame` answer carries it.

Values in braces are filled in by the builder. What counts something is said by the plural category
of its number `n`, by the names that browsers use for them ("one", "few", "other").
"""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, gettext, ngettext

Words = dict[str, str | dict[str, str]]


def builder_words() -> Words:
    """Return every text of the builder, by its name there."""
    return {**_building(), **_moving(), **_picking(), **_counting(), **_publishing()}


def _building() -> Words:
    return {
        "builder": gettext("Conditions"),
        "all": gettext("All of these are true"),
        "any": gettext("Any of these is true"),
        "none": gettext("None of these is true"),
        "and": gettext("and"),
        "or": gettext("or"),
        "nor": gettext("nor"),
        "group": gettext("Group"),
        "how": gettext("How these conditions count together"),
        "add_condition": gettext("Add condition"),
        "add_group": gettext("Add group"),
        "find_condition": gettext("Find a condition"),
        "change_condition": gettext("Change what {name} asks"),
        "duplicate": gettext("Duplicate {name}"),
        "remove": gettext("Remove {name}"),
        "undo": gettext("Undo"),
        "redo": gettext("Redo"),
        "undone": gettext("Undone."),
        "redone": gettext("Done again."),
        "added": gettext("Added: {name}."),
        "removed": gettext("Removed: {name}. Undo brings it back."),
        "duplicated": gettext("Duplicated: {name}."),
        "nothing_yet": gettext("No conditions yet. Nobody sees this until there is one."),
        "empty_group": gettext("Nothing in this group yet. Add a condition, or drag one here."),
        "unknown": gettext("A condition that is not known here: {name}"),
        "unreadable": gettext("A part that cannot be read"),
        "broken": gettext("This rule cannot be read, so nobody sees what it guards."),
        "as_stored": gettext("As it is stored"),
        "start_anew": gettext("Start anew"),
        "too_many": gettext("A rule has at most {n} conditions."),
        "too_deep": gettext("Groups go at most {n} levels deep."),
        "loading": gettext("Loading…"),
        "no_answer": gettext("No answer just now. Try again in a moment."),
    }


def _moving() -> Words:
    return {
        "move": gettext("Move {name}"),
        "grabbed": gettext(
            "Moving {name}. Arrow up and down move it, left and right take it out of a group or "
            "into one. Enter keeps it there, Escape puts it back."
        ),
        "up": gettext("Up"),
        "down": gettext("Down"),
        "out": gettext("Out of the group"),
        "into": gettext("Into the group"),
        "done": gettext("Done"),
        "at": gettext("{name}: place {at} of {of}, in “{group}”."),
        "stays": gettext("{name} cannot go further that way."),
        "dropped": gettext("{name} stays here."),
        "put_back": gettext("{name} is back where it was."),
    }


def _picking() -> Words:
    return {
        "search": gettext("Search"),
        "choose": gettext("Choose…"),
        "nothing_found": gettext("Nothing found."),
        "more": gettext("More exist. Type to narrow them down."),
        "use_text": gettext("Use “{text}”"),
        "here": gettext("This portal"),
        "take_out": gettext("Take out {name}"),
        "chosen": gettext("Chosen: {name}."),
        "taken_out": gettext("Taken out: {name}."),
    }


def _counting() -> Words:
    return {
        "audience": gettext("Who that is"),
        "of": _plural(lambda n: ngettext("{n} of {total} customer", "{n} of {total} customers", n)),
        "at_most": gettext("up to {n}, depending on the visit"),
        "such_as": gettext("Such as"),
        "change": gettext("Against the saved rule"),
        "no_change": gettext("The same customers as with the saved rule."),
        "gain": _plural(lambda n: ngettext("{n} gains", "{n} gain", n)),
        "lose": _plural(lambda n: ngettext("{n} loses", "{n} lose", n)),
        "and_more": _plural(lambda n: ngettext("and {n} more", "and {n} more", n)),
        "not_counted": gettext("The customers could not be counted just now."),
        "faulty": gettext("Complete or remove the marked conditions to see who that is."),
        "nobody": gettext("Nobody, as long as the rule cannot be read."),
        "portal": gettext("Counted in"),
    }


def _publishing() -> Words:
    return {
        "publish_title": gettext("Some customers lose sight of something"),
        "publish_body": gettext("When you publish, this changes:"),
        "whole_page": gettext("The page"),
        "publish": gettext("Publish"),
        "go_back": gettext("Go back"),
    }


def _plural(forms: Callable[[int], str]) -> dict[str, str]:
    """Return the words for each plural category of the language."""
    try:
        category = Locale.parse(get_language() or "en", sep="-").plural_form
    except (ValueError, UnknownLocaleError):
        category = Locale("en").plural_form
    found: dict[str, str] = {}
    for n in (1, 0, *range(2, 112), 1_000_000):
        found.setdefault(str(category(n)), forms(n))
    found.setdefault("other", forms(0))
    return found
