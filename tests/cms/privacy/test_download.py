from __future__ import annotations

from django.utils import timezone

from accounts.models import PrivacyRequest
from cms.privacy.copies import make_copies


def test_a_copy_is_asked_for_once_made_and_fetched_by_its_owner_alone(visit, shop, press):
    owner, other = visit(shop, "active"), visit(shop, "paused")
    for _again in range(2):
        press(owner, "copy")
    make_copies(now=timezone.now())
    url = f"/my-data/{PrivacyRequest.objects.get().pk}/"
    assert owner.get(url)["Content-Type"] == "application/zip"
    assert other.get(url).status_code == 404
    assert visit(shop).get(url).status_code == 302
