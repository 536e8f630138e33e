import pytest

from billing.audit import record_change
from billing.models import AuditEntry
from tests.promises import promise


@pytest.fixture
def entry(people, now):
    record_change(people["any"].pk, "x", "sub_1", before={}, after={"state": "active"}, now=now)
    return AuditEntry.objects.get()


@promise(28)
def test_an_entry_cannot_be_changed(entry):
    entry.message = "It was different."
    with pytest.raises(TypeError, match="never changed"):
        entry.save()


@promise(28)
def test_an_entry_cannot_be_deleted(entry):
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()


@promise(28)
@pytest.mark.parametrize("change", [{"message": "Different."}, {}])
def test_the_trail_cannot_be_changed_as_a_whole(entry, change):
    with pytest.raises(TypeError, match="never"):
        AuditEntry.objects.update(**change) if change else AuditEntry.objects.all().delete()


def test_a_customer_with_a_trail_cannot_be_deleted(entry):
    with pytest.raises(Exception, match="protected"):
        entry.customer.delete()
