"""Parts of a file: as players ask for a film."""

from __future__ import annotations

import io

import pytest

from cms.media.spans import part, span_asked


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-3", range(4)),
        ("bytes=4-", range(4, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-30", range(10)),
        ("bytes=8-300", range(8, 10)),
        ("bytes=10-", None),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=-0", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("", None),
        ("bytes=" + "9" * 16 + "-", None),
    ],
)
def test_a_part_is_what_was_asked_for_or_all_of_it(header, span):
    assert span_asked(header, 10) == span


def test_a_part_says_which_it_is():
    file = io.BytesIO(b"0123456789")
    answer = part(file, range(2, 5), 10)
    assert b"".join(answer) == b"234"
    assert (answer.status_code, answer["Content-Range"]) == (206, "bytes 2-4/10")
    assert file.closed
