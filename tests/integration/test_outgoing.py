"""The way out leads to public addresses alone, whatever they are called."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from comptoir import outgoing
from comptoir.errors import ServiceUnavailableError, ValidationError
from comptoir.outgoing import Question

from .mail.receivers import Receiver, receiving

HERE = ("127.0.0.1",)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as up:
        yield up


def get(url: str, **options: Any) -> outgoing.Answer:
    return outgoing.ask(Question("GET", url, {}), **options)


class TestAnAddress:
    @pytest.mark.parametrize(
        "inside",
        [
            "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
            "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
            "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::", "ff02::1",
        ],
    )  # fmt: skip
    def test_inside_is_not_public(self, inside: str) -> None:
        assert not outgoing.is_public(ip_address(inside))

    @pytest.mark.parametrize("outside", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
    def test_outside_is(self, outside: str) -> None:
        assert outgoing.is_public(ip_address(outside))

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
            "http://0x7f.1/", "http://0/", "file:///etc/passwd", "gopher://example.com/", "http://", "ftp://1.1.1.1",
            "http://user:secret@1.1.1.1/", "http://1.1.1.1 .example/", "http://a\r\nHost: b/", "http://[::1", "javascript:x",
        ],
    )  # fmt: skip
    def test_that_leads_inside_or_nowhere_is_not_asked(self, receiver: Receiver, url: str) -> None:
        with pytest.raises((ValidationError, ServiceUnavailableError)):
            get(url)

    def test_is_asked_where_the_host_is_named(self, receiver: Receiver) -> None:
        with pytest.raises(ValidationError, match="internal network"):
            get(receiver.url)
        answer = get(receiver.url, internal=HERE)
        assert (200, b"ok", 1) == (answer.status, answer.body, len(receiver.got))


class TestAName:
    def test_that_changes_its_mind_is_asked_at_the_address_that_was_judged(
        self, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The second look-up, if there were one, would lead inside."""
        answers = iter(["1.1.1.1", "127.0.0.1"])
        connected: list[Any] = []

        def look_up(host: str, port: int, **_options: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

        def connect(address: Any, **_options: Any) -> Any:
            connected.append(address)
            raise OSError("nobody there")

        monkeypatch.setattr(outgoing.socket, "getaddrinfo", look_up)
        monkeypatch.setattr(outgoing.socket, "create_connection", connect)
        with pytest.raises(ServiceUnavailableError):
            get("http://rebinding.example/")
        assert [("1.1.1.1", 80)] == connected

    def test_with_one_address_inside_is_not_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def look_up(host: str, port: int, **_options: Any) -> list[Any]:
            return [
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in ("1.1.1.1", "10.0.0.1")
            ]

        monkeypatch.setattr(outgoing.socket, "getaddrinfo", look_up)
        with pytest.raises(ValidationError, match="internal network"):
            get("http://both.example/")


class TestAnAnswer:
    def test_that_leads_elsewhere_is_not_followed(self, receiver: Receiver) -> None:
        receiver.status, receiver.headers = 302, {"Location": "http://169.254.169.254/"}
        answer = get(receiver.url, internal=HERE)
        assert (302, 1) == (answer.status, len(receiver.got))

    def test_is_read_up_to_a_limit(self, receiver: Receiver) -> None:
        receiver.body = b"x" * (outgoing.LARGEST + 1000)
        assert outgoing.LARGEST == len(get(receiver.url, internal=HERE).body)

    def test_that_drips_ends_in_time(self) -> None:
        def drip() -> None:
            line, _address = server.accept()
            with line:
                line.recv(1000)
                line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                while not over.wait(0.1):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        over = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=drip)
            thread.start()
            try:
                with pytest.raises(ServiceUnavailableError, match="does not answer"):
                    get(f"http://127.0.0.1:{server.getsockname()[1]}/", internal=HERE, patience=1)
            finally:
                over.set()
                thread.join()

    def test_is_asked_for_with_plain_headers(self, receiver: Receiver) -> None:
        with pytest.raises(ValidationError, match="cannot be sent"):
            outgoing.ask(Question("GET", receiver.url, {"X": "a\r\nEvil: b"}), internal=HERE)
        assert [] == receiver.got
