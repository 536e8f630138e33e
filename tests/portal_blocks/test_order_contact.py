from __future__ import annotations

import pytest

from billing.models import Order
from portal_blocks.order_contact import contact_of
from tests.portal_blocks.cast import viewer


def test_the_subject_names_the_order():
    contact = contact_of(Order(number="KC-7 & 8?"), viewer(support_email="hi@example.com"))
    assert contact.email_url == "mailto:hi@example.com?subject=Order%20KC-7%20%26%208%3F"


@pytest.mark.parametrize(
    ("phone", "url"), [("+44 (117) 496-0123", "tel:+441174960123"), ("0117 496", "tel:0117496")]
)
def test_a_number_is_called_as_phones_read_it(phone, url):
    contact = contact_of(Order(number="1"), viewer(support_phone=phone, support_hours="9 to 5"))
    assert (contact.phone_url, contact.hours, contact.email) == (url, "9 to 5", "")


def test_where_the_portal_names_nobody_nobody_is_to_be_asked():
    assert contact_of(Order(number="1"), viewer(support_hours="9 to 5")) is None
