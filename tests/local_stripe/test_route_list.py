from __future__ import annotations

from django.core.management import call_command

from local_stripe import registry, route_list


def test_every_route_says_what_it_does():
    assert [call for call, told in registry.handlers() if not told] == []


def test_every_control_is_listed_with_a_sentence():
    page = route_list.page()
    assert "POST /_local/clock\n      Move the time" in page
    assert "\n      \n" not in page


def test_command_prints_the_list_instead_of_serving(capsys):
    call_command("local_stripe", routes=True)
    printed = capsys.readouterr().out
    assert "POST /v1/invoices/{id}/pay\n      Take the money now" in printed
    assert f"{len(registry.calls())} calls are answered" in printed
