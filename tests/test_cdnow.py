from __future__ import annotations

import subprocess
import zipfile

import pytest

from tests.cdnow import MEMBER, CdnowMissingError, cdnow_file


def test_a_file_that_is_there_is_not_fetched_again(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.run", None)
    (tmp_path / "CDNOW_sample.txt").write_text("there")
    assert cdnow_file(tmp_path).read_text() == "there"


def test_the_file_is_taken_out_of_a_package_that_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.run", None)
    with zipfile.ZipFile(tmp_path / "Lifetimes-0.11.3-py3-none-any.whl", "w") as archive:
        archive.writestr(MEMBER, "purchases")
    assert cdnow_file(tmp_path).read_text() == "purchases"


def test_without_an_index_the_reason_and_the_remedy_are_told(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "no route to the index")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: failed)
    with pytest.raises(CdnowMissingError, match=r"(?s)put CDNOW_sample.txt into.*no route"):
        cdnow_file(tmp_path)
