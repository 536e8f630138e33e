from cms.notices.latest import latest_mails


def test_latest_come_first_with_what_became_of_them(noted, now):
    noted("order")
    later = noted("paused", key="active")
    later.state, later.because = "skipped", "late"
    later.save()
    shown = latest_mails()
    assert [one.to for one in shown] == ["active@example.com", "any@example.com"]
    assert (shown[0].state, shown[0].because[:14]) == ("Not sent", "It was more th")
    assert shown[1].subject == "Order CR-1003: €29.00 paid"


def test_as_many_as_asked_for(noted, django_assert_num_queries):
    noted("order")
    noted("paused", key="active")
    assert len(latest_mails(1)) == 1
