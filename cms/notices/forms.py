"""A merchant's own words for one kind of e-mail."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.notices.own_words import INTRO, LONGEST_SUBJECT, SUBJECT, unknown_names


class OwnWordsForm(forms.Form):
    """A subject and an opening. `names` are what a kind can name in braces."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT, required=False
    )
    intro = forms.CharField(
        label=gettext_lazy("First words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("They stand above ours, which say what happened and how much."),
    )

    def __init__(self, *args: Any, names: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names

    def clean_subject(self) -> str:
        """Refuse names that cannot be filled."""
        return self._checked(SUBJECT)

    def clean_intro(self) -> str:
        """Refuse names that cannot be filled."""
        return self._checked(INTRO)

    def own_words(self) -> dict[str, str]:
        """Return what was written, as the portal's settings keep it."""
        return {name: text for name, text in self.cleaned_data.items() if text}

    def _checked(self, field: str) -> str:
        text: str = self.cleaned_data[field]
        unknown = unknown_names(text, self.names)
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise ValidationError(_("This e-mail cannot name %(names)s.") % {"names": names})
        return text
