"""`manage.py local_stripe` and who may reach it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.core.management import CommandError, call_command

from local_stripe.core import LocalStripe
from local_stripe.server import RefusedAddressError, Server
from local_stripe.state import State


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", ""])
def test_only_this_machine_may_reach_it(host):
    stripe = LocalStripe(State(seed=1))
    with pytest.raises(RefusedAddressError):
        Server(stripe, host=host)
    stripe.close()


def test_command_refuses_a_public_address():
    with pytest.raises(CommandError, match="this machine only"):
        call_command("local_stripe", host="0.0.0.0")


def test_command_says_that_the_port_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="Cannot listen"):
            call_command("local_stripe", port=taken.getsockname()[1])


def test_command_says_that_its_state_cannot_be_used(tmp_path):
    with pytest.raises(CommandError, match="as the state"):
        call_command("local_stripe", state=str(tmp_path))


def test_webhook_url_needs_its_secret():
    with pytest.raises(CommandError, match="need each other"):
        call_command("local_stripe", webhook_url="http://127.0.0.1:1/")


@pytest.mark.parametrize("way", [["manage.py", "local_stripe"], ["-m", "local_stripe"]])
def test_command_is_ready_soon_and_ends_when_told_to(way):
    command = [sys.executable, *way, "--port", "0", "--seed", "1"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout
        line = process.stdout.readline()
        with urllib.request.urlopen(line.split(": ")[1].strip()) as page:
            assert b"not Stripe" in page.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
