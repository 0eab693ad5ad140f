"""Which port the web process gets."""

from __future__ import annotations

import pytest
from comptoir.processes import ports
from comptoir.processes.errors import BusyError
from comptoir.processes.ports import choose_port


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Ports somebody listens on."""
    busy: set[int] = set()
    monkeypatch.setattr(ports, "is_free", lambda host, port: port not in busy)
    return busy


def test_the_one_asked_for_is_taken_where_it_is_free(taken: set[int]) -> None:
    assert 9000 == choose_port("127.0.0.1", 9000)


def test_the_one_asked_for_is_never_replaced_by_another(taken: set[int]) -> None:
    taken.add(9000)
    with pytest.raises(BusyError, match="Port 9000 on"):
        choose_port("127.0.0.1", 9000)


def test_the_first_free_one_serves_where_nobody_asked(taken: set[int]) -> None:
    taken.update({8000, 8001})
    assert 8002 == choose_port("127.0.0.1", None)


def test_none_free_is_a_sentence(taken: set[int]) -> None:
    taken.update(range(8000, 9000))
    with pytest.raises(BusyError, match="Use --port"):
        choose_port("127.0.0.1", None)


def test_one_that_is_about_to_be_given_back_is_waited_for(
    taken: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken.add(9000)
    monkeypatch.setattr(ports.time, "sleep", lambda seconds: taken.discard(9000))
    assert 9000 == choose_port("127.0.0.1", 9000, wait=5)
