"""Files are handed over in parts to whoever asks for a part, and not again to whoever has them."""

from __future__ import annotations

import pytest

from .conftest import Caller
from .test_files import upload

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def url(admin: Caller) -> str:
    return str(upload(admin, "numbers.bin", CONTENT, is_private="1")["file_url"])


class TestRange:
    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [
            ("bytes=0-9", 0, 10),
            ("bytes=1000-", 1000, 1024),
            ("bytes=-24", 1000, 1024),
            ("bytes=-5000", 0, 1024),
            ("bytes=1020-9999", 1020, 1024),
        ],
    )
    def test_a_part_is_sent(self, admin: Caller, url: str, asked: str, start: int, end: int) -> None:
        answer = admin("GET", url, headers={"Range": asked})
        assert (206, CONTENT[start:end]) == (answer.status_code, answer.content)
        assert f"bytes {start}-{end - 1}/1024" == answer.headers["content-range"]

    @pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=-0", "bytes=9-3"])
    def test_a_part_that_is_not_there_is_refused(self, admin: Caller, url: str, asked: str) -> None:
        answer = admin("GET", url, headers={"Range": asked})
        assert (416, "bytes */1024", b"") == (
            answer.status_code,
            answer.headers["content-range"],
            answer.content,
        )

    @pytest.mark.parametrize(
        "asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=-", "bytes=a-b", "bytes=" + "9" * 40]
    )
    def test_what_is_no_range_gets_everything(self, admin: Caller, url: str, asked: str) -> None:
        answer = admin("GET", url, headers={"Range": asked})
        assert (200, CONTENT) == (answer.status_code, answer.content)

    def test_a_part_of_another_content_is_not_sent(self, admin: Caller, url: str) -> None:
        answer = admin("GET", url, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
        assert (200, CONTENT) == (answer.status_code, answer.content)

    def test_a_stranger_gets_no_part(self, guest: Caller, url: str) -> None:
        assert 403 == guest("GET", url, headers={"Range": "bytes=0-9"}).status_code


class TestKnown:
    def test_it_is_not_sent_again(self, admin: Caller, url: str) -> None:
        first = admin("GET", url)
        again = admin("GET", url, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
        assert (304, b"") == (again.status_code, again.content)

    def test_another_one_is_sent(self, admin: Caller, url: str) -> None:
        assert CONTENT == admin("GET", url, headers={"If-None-Match": '"another"'}).content

    def test_a_stranger_is_told_nothing(self, admin: Caller, guest: Caller, url: str) -> None:
        etag = admin("GET", url).headers["etag"]
        assert 403 == guest("GET", url, headers={"If-None-Match": etag}).status_code

    def test_the_head_is_that_of_the_content(self, admin: Caller, url: str) -> None:
        head = admin("HEAD", url)
        assert (200, "1024", b"") == (head.status_code, head.headers["content-length"], head.content)
