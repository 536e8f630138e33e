import json
import os
import subprocess
import sys

from tests.pgserver import USERS, forget_the_dead


def test_process_that_was_killed_uses_the_server_no_more(tmp_path):
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    (tmp_path / USERS).write_text(json.dumps([killed.pid, os.getpid()]))
    forget_the_dead(tmp_path)
    assert json.loads((tmp_path / USERS).read_text()) == [os.getpid()]
