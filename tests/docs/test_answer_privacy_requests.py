from __future__ import annotations

from typing import Any

from accounts.models import PrivacyRequest
from accounts.privacy import KEPT
from cms.privacy.views import AnswerForm
from cms.privacy.viewset import PrivacyRequestsViewSet, privacy_request_permissions
from portal_blocks.privacy.block import PrivacyBlock
from tests.docs.reading import guide

TEXT = guide("answer-privacy-requests")


def test_the_block_and_the_list_are_called_what_the_text_says():
    assert f"**{PrivacyBlock().label}**" in TEXT
    assert f"**Reports → {PrivacyRequestsViewSet.menu_label}**" in TEXT


def test_the_form_offers_what_the_text_says():
    decision: Any = AnswerForm.base_fields["decision"]
    labels = [str(label) for _value, label in decision.choices]
    assert [label.partition(". ")[0].rstrip(".") for label in labels] == [
        "Erase their data now",
        "Do not erase it",
    ]
    assert all(f"**{label.partition('. ')[0].rstrip('.')}.**" in TEXT for label in labels)


def test_a_copy_is_kept_as_long_as_the_text_says():
    assert "after seven days" in TEXT
    assert KEPT.days == 7


def test_groups_are_given_the_permission_that_the_text_names(db):
    assert f"*{PrivacyRequest._meta.verbose_name}*" in TEXT
    assert privacy_request_permissions().count() == 2
