"""Open screens: a Socket.IO server at ``/socket.io``, in the web process, as Frappe's clients expect it.

A socket belongs to a site, by its host, and to a user, by the cookie of a session or an API key. Events come from the
Redis channels of the sites; each process forwards them to its own sockets, and asks for every reader whether they may
be told. What is lost on the way is no data: a client that connects again asks for what has changed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
import redis.asyncio
import socketio
from anyio.to_thread import run_sync
from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from comptoir import realtime
from comptoir.access import sessions
from comptoir.access.hearing import listen
from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.errors import ComptoirError
from comptoir.sites import Bench, Site
from comptoir.web import presence, rooms
from comptoir.web.dispatch import authenticate
from comptoir.web.proxies import see_through
from comptoir.web.requests import Call

MOST_ROOMS = 100
"""Rooms one socket may be in: so many documents and lists nobody looks at at once."""
MOST_EVENTS = 1000
"""Events of a site that wait to be forwarded."""
MOST_BYTES = 100_000
"""The longest message a client may send."""
AGAIN_SECONDS = 2.0
"""After which a lost Redis is looked for again."""
log = logging.getLogger("comptoir.sockets")

T = TypeVar("T")
Event = dict[str, Any]


@dataclass(slots=True, eq=False)
class Client:
    """One connected socket."""

    id: str
    namespace: str
    site: str
    call: Call
    principal: Principal
    rooms: set[str] = field(default_factory=set)
    open: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Line:
    """The events of one site that wait, and who forwards them."""

    waiting: asyncio.Queue[Event]
    task: asyncio.Task[None]


class Sockets:
    """The sockets of one web process."""

    def __init__(self, bench: Bench):
        self._bench = bench
        self._server = socketio.AsyncServer(
            async_mode="asgi",
            async_handlers=False,  # what a client says is heard in its order, one thing at a time
            namespaces="*",
            max_http_buffer_size=MOST_BYTES,
            logger=log,
            engineio_logger=log,
        )
        self._app = socketio.ASGIApp(self._server, socketio_path=None)
        self._server.register_namespace(Doors("*", self))
        self._clients: dict[str, Client] = {}
        self._lines: dict[str, Line] = {}
        self._forwarding: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if self._forwarding is None or self._forwarding.done():
            self._forwarding = asyncio.create_task(self._forward())
        await self._app(scope, receive, send)

    async def close(self) -> None:
        """Stop forwarding."""
        if self._forwarding is not None:
            self._forwarding.cancel()
        for line in self._lines.values():
            line.task.cancel()

    async def connect(self, namespace: str, sid: str, scope: Scope) -> None:
        """Let a client in, to the rooms of its user and of its site. Raises ``ConnectionRefusedError``."""
        call = _call(HTTPConnection(scope))
        try:
            site, principal = await run_in_threadpool(self._admit, call, namespace)
        except ComptoirError as error:
            raise socketio.exceptions.ConnectionRefusedError(str(error)) from error
        client = Client(sid, namespace, site.name, call, principal)
        client.rooms |= {realtime.EVERYBODY, realtime.user_room(principal.user)}
        self._clients[sid] = client
        if site.name not in self._lines:
            waiting: asyncio.Queue[Event] = asyncio.Queue(MOST_EVENTS)
            task = asyncio.create_task(self._deliver_all(site.name, waiting))
            self._lines[site.name] = Line(waiting, task)

    async def disconnect(self, sid: str) -> None:
        """Forget a client, and that it had documents open."""
        client = self._clients.pop(sid, None)
        for doctype, name in tuple(client.open) if client is not None else ():
            await self._leave(client, doctype, name)
        if client is not None and all(other.site != client.site for other in self._clients.values()):
            self._lines.pop(client.site).task.cancel()

    async def enter(self, sid: str, room: str) -> None:
        """Put a client into ``room`` if its user may be there; nothing is said where not."""
        client = self._clients.get(sid)
        if client is None or len(client.rooms) >= MOST_ROOMS:
            return
        if await self._as(client, lambda ctx: rooms.may_enter(ctx, room)):
            client.rooms.add(room)

    async def leave_room(self, sid: str, room: str) -> None:
        """Take a client out of ``room``."""
        client = self._clients.get(sid)
        if client is not None and room not in (realtime.EVERYBODY, realtime.user_room(client.principal.user)):
            client.rooms.discard(room)

    async def open_document(self, sid: str, doctype: str, name: str) -> None:
        """Note that a client shows a document it may read."""
        room = realtime.document_room(doctype, name)
        await self.enter(sid, room)
        client = self._clients.get(sid)
        if client is not None and room in client.rooms:
            client.open.add((doctype, name))
            await self._as(client, lambda ctx: presence.arrive(ctx, doctype, name, sid))

    async def close_document(self, sid: str, doctype: str, name: str) -> None:
        """Note that a client shows a document no more."""
        client = self._clients.get(sid)
        if client is not None and (doctype, name) in client.open:
            await self._leave(client, doctype, name)

    async def _leave(self, client: Client | None, doctype: str, name: str) -> None:
        if client is not None:
            client.open.discard((doctype, name))
            await self._as(client, lambda ctx: presence.leave(ctx, doctype, name, client.id))

    def _admit(self, call: Call, namespace: str) -> tuple[Site, Principal]:
        site = self._bench.resolve(call.headers.get("host", ""))
        if namespace.strip("/") not in ("", site.name, *site.config.host_names):
            raise socketio.exceptions.ConnectionRefusedError("There is no such site here.")
        see_through(call, site.config.trusted_proxies)
        principal = authenticate(site, call, listen(site))
        if principal.user == GUEST:
            raise socketio.exceptions.ConnectionRefusedError("Sign in first.")
        return site, principal

    async def _as(self, client: Client, ask: Callable[[Context], T]) -> T | None:
        """What ``ask`` answers for the user of ``client``; None where the session or the key has ended."""
        return await run_sync(self._ask, client, ask)

    def _ask(self, client: Client, ask: Callable[[Context], T]) -> T | None:
        try:
            site = self._bench.site(client.site)
            site.registry.sync()
            ctx = site.open(client.principal.user)
            try:
                ctx.key = client.principal.key
                return ask(ctx) if _goes_on(ctx, client) else None
            finally:
                ctx.db.close()
        except ComptoirError:
            log.info("A socket of %s was told nothing", client.site, exc_info=True)
            return None

    async def _forward(self) -> None:
        """Hand events of the sites to the sockets, as long as the process lives."""
        while True:
            url = await run_in_threadpool(self._bench.redis_url)
            try:
                if url:
                    await self._listen(url)
            except (RedisError, OSError):
                log.warning("Redis does not answer: open screens hear nothing", exc_info=True)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self, url: str) -> None:
        async with redis.asyncio.Redis.from_url(url) as client, client.pubsub() as channel:
            await channel.psubscribe(f"*:{realtime.CHANNEL}")
            async for entry in channel.listen():
                if entry["type"] == "pmessage":
                    site = entry["channel"].decode().removesuffix(f":{realtime.CHANNEL}")
                    for event in orjson.loads(entry["data"]):
                        self._queue(site, event)

    def _queue(self, site: str, event: Event) -> None:
        """Put an event into the line of its site: a slow site keeps no other waiting."""
        line = self._lines.get(site)
        if line is None:
            return
        try:
            line.waiting.put_nowait(event)
        except asyncio.QueueFull:
            log.warning("The sockets of %s lost an event: too many wait", site)

    async def _deliver_all(self, site: str, waiting: asyncio.Queue[Event]) -> None:
        while True:
            await self._deliver(site, await waiting.get())

    async def _deliver(self, site: str, event: Event) -> None:
        """Send an event to those in its room who may be told; each user is asked for once."""
        room, message = event["room"], event["message"]
        there = [each for each in tuple(self._clients.values()) if each.site == site and room in each.rooms]
        allowed: dict[tuple[str, str], bool] = {}
        for client in there:
            who = client.principal.user, client.call.sid or client.id
            if who not in allowed:
                allowed[who] = bool(await self._as(client, lambda ctx: rooms.may_hear(ctx, room, message)))
            if allowed[who]:
                await self._server.emit(event["event"], message, to=client.id, namespace=client.namespace)


class Doors(socketio.AsyncNamespace):  # type: ignore[misc]
    """What clients may say, under the names Frappe's clients use."""

    def __init__(self, namespace: str, sockets: Sockets):
        super().__init__(namespace)
        self._sockets = sockets

    async def on_connect(self, namespace: str, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        await self._sockets.connect(namespace, sid, environ["asgi.scope"])

    async def on_disconnect(self, namespace: str, sid: str, reason: Any = None) -> None:
        await self._sockets.disconnect(sid)

    async def on_doctype_subscribe(self, namespace: str, sid: str, doctype: Any = "") -> None:
        await self._sockets.enter(sid, realtime.doctype_room(str(doctype)))

    async def on_doctype_unsubscribe(self, namespace: str, sid: str, doctype: Any = "") -> None:
        await self._sockets.leave_room(sid, realtime.doctype_room(str(doctype)))

    async def on_doc_subscribe(self, namespace: str, sid: str, doctype: Any = "", name: Any = "") -> None:
        await self._sockets.enter(sid, realtime.document_room(str(doctype), name))

    async def on_doc_unsubscribe(self, namespace: str, sid: str, doctype: Any = "", name: Any = "") -> None:
        await self._sockets.leave_room(sid, realtime.document_room(str(doctype), name))

    async def on_doc_open(self, namespace: str, sid: str, doctype: Any = "", name: Any = "") -> None:
        await self._sockets.open_document(sid, str(doctype), str(name))

    async def on_doc_close(self, namespace: str, sid: str, doctype: Any = "", name: Any = "") -> None:
        await self._sockets.close_document(sid, str(doctype), str(name))

    async def on_task_subscribe(self, namespace: str, sid: str, task: Any = "") -> None:
        await self._sockets.enter(sid, realtime.task_room(str(task)))

    async def on_task_unsubscribe(self, namespace: str, sid: str, task: Any = "") -> None:
        await self._sockets.leave_room(sid, realtime.task_room(str(task)))

    async def on_ping(self, namespace: str, sid: str) -> None:
        await self.emit("pong", to=sid, namespace=namespace)


def _call(connection: HTTPConnection) -> Call:
    """The request that opens a socket."""
    return Call(
        method="GET",
        segments=("socket.io",),
        headers=connection.headers,
        cookies=connection.cookies,
        address=connection.client.host if connection.client else "",
        secure=connection.scope["scheme"] in ("https", "wss"),
    )


def _goes_on(ctx: Context, client: Client) -> bool:
    """Whether what a client came in by still lets it in. Hearing of an event is no use of a session."""
    if client.call.sid:
        return sessions.is_open(ctx, client.call.sid)
    return authenticate(ctx.site, client.call, listen(ctx.site)).user == ctx.user
