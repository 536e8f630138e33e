import pytest

from accounts.models import Customer
from billing.details import Details, details_of, owners, target_of
from billing.models import Operation


@pytest.fixture
def two(shop):
    """One person who bought at Stripe and elsewhere."""
    here = {"shop": shop, "email": "ada@example.com"}
    paid = Customer.objects.create(source="stripe", external_id="cus_1", name="Ada", **here)
    to = {"city": "Ulm", "country": "DE"}
    other = Customer.objects.create(
        source="csv", external_id="7", name="A.", shipping_address=to, **here
    )
    return [paid.pk, other.pk]


def test_first_that_any_of_them_has_is_shown(two, django_assert_num_queries):
    with django_assert_num_queries(1):
        known = details_of(two)
    assert (known.name, known.phone) == ("Ada", "")
    assert known.shipping_address == {"city": "Ulm", "country": "DE"}


def test_customer_of_stripe_comes_first(two):
    assert [one.source for one in owners(reversed(two))] == ["stripe", "csv"]


def test_customer_that_is_gone_tells_nothing(two, now):
    Customer.objects.update(deleted_at=now)
    assert details_of(two) == Details()


@pytest.mark.parametrize(
    ("outcome", "shown"), [("unknown", {"name"}), ("pending", {"name"}), ("done", set())]
)
def test_part_of_which_a_change_is_open_is_being_checked(two, outcome, shown):
    about = {"action": "update_details", "target": target_of("name", "cus_1")}
    Operation.objects.create(customer_id=two[0], actor="customer", outcome=outcome, **about)
    assert details_of(two).in_check == shown


def test_nobody_has_no_details(db):
    assert details_of(()) == Details()
