"""The queue of files: whole messages, and none that stops the worker."""

from __future__ import annotations

import logging
from queue import Empty

import pytest
from kombu import Connection

from cms import queue


@pytest.fixture
def channel(tmp_path):
    queue.register()
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    options = {**folders, "control_folder": str(tmp_path / "control")}
    with Connection(f"{queue.SCHEME}://localhost//", transport_options=options) as connection:
        yield connection.channel()


def test_message_comes_out_as_it_went_in(channel):
    channel._put("celery", {"body": "é"})
    assert channel._get("celery") == {"body": "é"}


def test_message_is_never_seen_half_written(channel, tmp_path, monkeypatch):
    seen: list[object] = []

    def look_meanwhile(_one):
        seen.extend(tmp_path.glob("*.msg"))
        return "{}"

    monkeypatch.setattr(queue, "dumps", look_meanwhile)
    channel._put("celery", {})
    assert seen == []
    assert [one.suffix for one in tmp_path.iterdir() if one.is_file()] == [".msg"]


def test_writer_that_died_leaves_nothing_to_read(channel, tmp_path, monkeypatch):
    def die(_one):
        raise KeyboardInterrupt

    monkeypatch.setattr(queue, "dumps", die)
    with pytest.raises(KeyboardInterrupt):
        channel._put("celery", {})
    with pytest.raises(Empty):
        channel._get("celery")


def test_empty_message_is_passed_over_and_said(channel, tmp_path, caplog):
    (tmp_path / "0_first.celery.msg").touch()
    channel._put("celery", {"id": 1})
    with caplog.at_level(logging.WARNING, "cms.queue"):
        assert channel._get("celery") == {"id": 1}
    assert "could not be read" in caplog.text


def test_table_that_is_being_written_is_waited_for(channel, tmp_path, monkeypatch):
    table = tmp_path / "control" / "celery.exchange"
    table.parent.mkdir(exist_ok=True)
    table.touch()
    monkeypatch.setattr("time.sleep", lambda _seconds: table.write_text("[]"))
    assert channel.get_table("celery") == []
