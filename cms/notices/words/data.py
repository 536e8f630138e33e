"""What became of what somebody asked about their data."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cms.notices.letter import Button, Letter
from cms.notices.pen import Facts, Pen
from cms.privacy.links import copy_url


def data_copy(facts: Facts, pen: Pen) -> Letter:
    """Say that the copy is ready, and until when; the link is the key to it."""
    values = {"date": pen.day(facts["kept_until"])}
    until = _("You can fetch it until %(date)s. Then we delete it.") % values
    url = copy_url(pen.portal, UUID(facts["request"]), key=facts.get("key", ""))
    return Letter(
        subject=_("The copy of your data is ready"),
        preheader=until,
        heading=_("Your copy is ready"),
        paragraphs=(
            _(
                "You asked for a copy of everything we hold about you. It is one file, which "
                "people and machines can read."
            ),
            until,
            _("Sign in the same way as when you asked for it. Then the button leads to the file."),
        ),
        button=Button(_("Go to the copy"), url),
        after=(
            _(
                "Keep this e-mail to yourself: without it nobody can fetch the copy. Was it not "
                "you who asked? Then leave it, and please write to us."
            ),
        ),
        values=values,
        is_about_data=True,
    )


def data_declined(facts: Facts, pen: Pen) -> Letter:
    """Say that nothing was erased and why, in the words of staff, and where to complain."""
    values = {"date": pen.day(facts["asked_at"])}
    answer = [line.strip() for line in facts["answer"].splitlines()]
    return Letter(
        subject=_("We did not erase your data"),
        preheader=_("You asked us to on %(date)s. Here is why we did not.") % values,
        heading=_("We did not erase your data"),
        paragraphs=(
            _("You asked us on %(date)s to erase your data. We did not, and this is why.") % values,
            *filter(None, answer),
        ),
        button=pen.way("data", _("See your data")),
        after=(
            _(
                "If you think that this is wrong, please write to us. You can also complain to "
                "the data protection authority of your country, or go to court."
            ),
        ),
        values=values,
        is_about_data=True,
    )


def data_erased(facts: Facts, pen: Pen) -> Letter:
    """Say that it is done, what the law has kept, and that nothing more will come."""
    values = {"date": pen.day(facts["asked_at"])}
    return Letter(
        subject=_("Your data is erased"),
        preheader=_("As you asked on %(date)s. This is our last e-mail to you.") % values,
        heading=_("Your data is erased"),
        paragraphs=(
            _(
                "As you asked on %(date)s, we have erased your name, your addresses, your phone "
                "number, what you agreed to, and your sign-in. Nobody can sign in for you any more."
            )
            % values,
            _(
                "Tax law wants us to keep your orders with their numbers and amounts. They stay, "
                "without your name. Our payment partner has a record of its own of your payments, "
                "and keeps it as long as the law says."
            ),
        ),
        button=Button(_("To our site"), pen.home),
        after=(_("This is our last e-mail to you: we no longer have this address."),),
        values=values,
        is_about_data=True,
    )
