"""Screens that are open hear of what happens: by real sockets, of what their user may read, on their own site."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import socketio
from comptoir.access import sessions
from comptoir.context import ADMINISTRATOR
from comptoir.documents import create, delete, get_document, new_document, update
from comptoir.realtime import publish
from comptoir.sites import Bench, Site

from .conftest import PASSWORD, key_of, make_user
from .servers import Server

ANNA, BORIS = "anna@example.com", "boris@example.com"
MARK = "the end"


class Screen:
    """One socket, and what it has heard."""

    def __init__(self, server: Server, headers: dict[str, str], namespace: str = "/"):
        self._heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._namespace = namespace
        self._client = socketio.Client(reconnection=False)
        self._client.on("*", self._hear, namespace=namespace)
        self._client.connect(
            server.url,
            headers=server.headers | headers,
            namespaces=[namespace],
            transports=["polling"],
            wait_timeout=20,
        )

    def _hear(self, event: str, *data: Any) -> None:
        if event != "pong":
            self._heard.put((event, *data))

    def say(self, event: str, *data: Any) -> None:
        self._client.emit(event, data, namespace=self._namespace)
        self._client.call("ping", namespace=self._namespace, timeout=20)

    def until(self, event: str) -> list[tuple[str, Any]]:
        """What was heard up to ``event``."""
        found: list[tuple[str, Any]] = []
        while not found or found[-1][0] != event:
            found.append(self._heard.get(timeout=20))
        return found[:-1]

    def wait_for(self, event: str, holds: Callable[[Any], bool]) -> None:
        """Listen until there is such an event."""
        while True:
            name, *data = self._heard.get(timeout=20)
            if name == event and holds(data[0]):
                return

    @property
    def has_heard_nothing(self) -> bool:
        return self._heard.empty()

    def close(self) -> None:
        """Leave; a client that polls would wait for its last poll, which nobody answers."""
        threading.Thread(target=self._client.disconnect, daemon=True).start()


Open = Callable[..., Screen]


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, site.name, tmp_path / "web.log")
    yield made.start()
    made.kill()  # polls that nobody answers would hold it


@pytest.fixture
def people(site: Site) -> dict[str, str]:
    """Anna sells in Lyon and Boris in Lille; a client of each."""
    with site.context() as ctx:
        for name in ("Lyon", "Lille"):
            create(ctx, new_document(ctx, {"doctype": "Branch", "branch_name": name}))
        settings = get_document(ctx, "System Settings", "System Settings")
        settings.limit_to_scope = 1
        update(ctx, settings)
    for email, branch in ((ANNA, "Lyon"), (BORIS, "Lille")):
        make_user(site, email, "Sales User")
        with site.context() as ctx:
            user = get_document(ctx, "User", email)
            user.append("scopes", {"scope": branch, "include_descendants": 1})
            update(ctx, user)
    return {branch: new_client(site, branch) for branch in ("Lyon", "Lille")}


@pytest.fixture
def open_screen(server: Server, site: Site) -> Iterator[Open]:
    opened: list[Screen] = []

    def open_one(user: str, **options: Any) -> Screen:
        headers = options.pop("headers", None) or key_of(site, user)
        opened.append(Screen(options.pop("server", server), headers, **options))
        return opened[-1]

    yield open_one
    for screen in opened:
        screen.close()


def lets_in(server: Server, headers: dict[str, str], namespace: str = "") -> bool:
    """Whether a socket may connect, said as the protocol says it."""
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    with httpx.Client(headers=server.headers | headers, timeout=20) as client:
        address += f"&sid={json.loads(client.get(address).text[1:])['sid']}"
        client.post(address, content=f"40{namespace}")
        answer = client.get(address).text
    assert answer.startswith(("40", "44")), answer
    return answer.startswith("40")


def new_client(site: Site, branch: str) -> str:
    with site.context() as ctx:
        values = {"doctype": "Client", "client_name": f"Of {branch}", "branch": branch}
        return str(create(ctx, new_document(ctx, values)).name)


def touch(site: Site, name: str, notes: str = "new") -> None:
    with site.context() as ctx:
        client = get_document(ctx, "Client", name)
        client.notes = notes
        update(ctx, client)


def finish(site: Site) -> None:
    """Tell everybody that nothing more comes."""
    with site.context() as ctx:
        publish(ctx, MARK)


def of(heard: list[tuple[str, Any]], event: str) -> list[Any]:
    return [data["name"] for name, *rest in heard for data in rest if name == event and "name" in data]


class TestDocuments:
    def test_are_told_of_to_who_reads_them(
        self, site: Site, people: dict[str, str], open_screen: Open
    ) -> None:
        anna, boris = open_screen(ANNA), open_screen(BORIS)
        for screen in (anna, boris):
            for name in people.values():
                screen.say("doc_subscribe", "Client", name)
            screen.say("doctype_subscribe", "Client")
        for name in people.values():
            touch(site, name)
        finish(site)
        heard = anna.until(MARK)
        assert ([people["Lyon"]], [people["Lyon"]]) == (of(heard, "doc_update"), of(heard, "list_update"))
        heard = boris.until(MARK)
        assert ([people["Lille"]], [people["Lille"]]) == (of(heard, "doc_update"), of(heard, "list_update"))

    def test_are_told_of_after_the_commit_alone(
        self, site: Site, people: dict[str, str], open_screen: Open
    ) -> None:
        anna = open_screen(ANNA)
        anna.say("doctype_subscribe", "Client")
        with site.context() as ctx:
            client = get_document(ctx, "Client", people["Lyon"])
            client.notes = "never"
            update(ctx, client)
            ctx.db.rollback()
        finish(site)
        assert [] == anna.until(MARK)

    def test_say_who_changed_them(self, site: Site, people: dict[str, str], open_screen: Open) -> None:
        anna = open_screen(ANNA)
        anna.say("doc_subscribe", "Client", people["Lyon"])
        touch(site, people["Lyon"])
        finish(site)
        [(_event, message)] = anna.until(MARK)
        assert (ADMINISTRATOR, "Client") == (message["user"], message["doctype"])

    def test_that_are_gone_are_not_named(self, site: Site, people: dict[str, str], open_screen: Open) -> None:
        boris = open_screen(BORIS)
        boris.say("doctype_subscribe", "Client")
        with site.context() as ctx:
            delete(ctx, "Client", people["Lyon"])
        finish(site)
        assert [("list_update", {"doctype": "Client", "user": ADMINISTRATOR})] == boris.until(MARK)

    def test_are_nobodys_any_more_whose_rights_have_ended(
        self, site: Site, people: dict[str, str], open_screen: Open
    ) -> None:
        anna = open_screen(ANNA)
        anna.say("doc_subscribe", "Client", people["Lyon"])
        with site.context() as ctx:
            user = get_document(ctx, "User", ANNA)
            user.scopes = []
            update(ctx, user)
        touch(site, people["Lyon"])
        finish(site)
        assert [] == of(anna.until(MARK), "doc_update")

    def test_of_another_site_are_not_heard_of(
        self, site: Site, neighbour: Site, people: dict[str, str], open_screen: Open
    ) -> None:
        anna = open_screen(ANNA)
        anna.say("doctype_subscribe", "Client")
        new_client(neighbour, "")
        with neighbour.context() as ctx:
            publish(ctx, "gossip")
        finish(site)
        assert [] == anna.until(MARK)


class TestPeople:
    def test_hear_what_is_for_them_alone(self, site: Site, people: dict[str, str], open_screen: Open) -> None:
        anna, boris = open_screen(ANNA), open_screen(BORIS)
        boris.say("doc_subscribe", f"x:{ANNA}", "y")
        with site.context() as ctx:
            publish(ctx, "msgprint", "Hello", f"user:{ANNA}")
        finish(site)
        assert [("msgprint", "Hello")] == anna.until(MARK)
        assert [] == boris.until(MARK)

    def test_who_look_at_a_document_see_each_other(self, people: dict[str, str], open_screen: Open) -> None:
        anna, boris, boss = open_screen(ANNA), open_screen(BORIS), open_screen(ADMINISTRATOR)
        for screen in (anna, boris, boss):
            screen.say("doc_open", "Client", people["Lyon"])
        anna.wait_for("doc_viewers", lambda message: message["users"] == [ADMINISTRATOR, ANNA])
        boss.close()
        anna.wait_for("doc_viewers", lambda message: message["users"] == [ANNA])


class TestTheDoor:
    def test_is_closed_to_strangers(self, server: Server) -> None:
        for headers in ({"Cookie": "sid=nonsense"}, {"Authorization": "token a:b"}, {"X-Nothing": "1"}):
            assert not lets_in(server, headers)

    def test_is_closed_to_pages_of_others(self, server: Server, site: Site) -> None:
        headers = server.headers | key_of(site, ADMINISTRATOR) | {"Origin": "https://evil.example"}
        answer = httpx.get(f"{server.url}/socket.io/?EIO=4&transport=polling", headers=headers)
        assert 400 == answer.status_code

    def test_is_closed_to_the_key_of_another_site(self, server: Server, site: Site, neighbour: Site) -> None:
        assert lets_in(server, key_of(site, ADMINISTRATOR))
        assert not lets_in(server, key_of(neighbour, ADMINISTRATOR))

    def test_opens_to_a_session_until_it_ends(
        self, site: Site, server: Server, people: dict[str, str], open_screen: Open
    ) -> None:
        with httpx.Client(base_url=server.url, headers=server.headers) as browser:
            opened = browser.post("/api/method/login", data={"usr": ANNA, "pwd": PASSWORD})
            cookie = {"Cookie": f"sid={opened.cookies['sid']}"}
            anna, other = open_screen(ANNA, headers=cookie), open_screen(ADMINISTRATOR)
            finish(site)
            assert [] == anna.until(MARK)
            other.until(MARK)
            with site.context() as ctx:
                sessions.logout(ctx, opened.cookies["sid"])
            finish(site)
            other.until(MARK)
            assert anna.has_heard_nothing

    def test_knows_the_namespace_of_its_site_and_no_other(
        self, site: Site, server: Server, neighbour: Site, open_screen: Open
    ) -> None:
        screen = open_screen(ADMINISTRATOR, namespace=f"/{site.name}")
        finish(site)
        assert [] == screen.until(MARK)
        assert not lets_in(server, key_of(site, ADMINISTRATOR), f"/{neighbour.name},")


class TestRooms:
    def test_that_are_not_theirs_stay_closed(
        self, site: Site, people: dict[str, str], open_screen: Open
    ) -> None:
        anna = open_screen(ANNA)
        for said in (
            ("doctype_subscribe", "User"),
            ("doctype_subscribe", "No Such Thing"),
            ("doctype_subscribe", {"a": 1}),
            ("doc_subscribe", "User", ADMINISTRATOR),
            ("doc_subscribe", "Client", "x" * 10_000),
            ("doc_subscribe", "Client"),
            ("doc_subscribe", None, None),
            ("doc_open", "User", ADMINISTRATOR),
            ("doc_close", "Client", "never opened"),
        ):
            anna.say(*said)
        with site.context() as ctx:
            user = get_document(ctx, "User", ADMINISTRATOR)
            user.bio = "new"
            update(ctx, user)
            publish(ctx, "secret", {"name": ADMINISTRATOR}, "doctype:User")
        finish(site)
        assert [] == anna.until(MARK)
