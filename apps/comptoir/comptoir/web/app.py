"""The ASGI application of one installation: ``uvicorn comptoir.web.app:create_app --factory``."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from comptoir.sites import Bench
    from comptoir.web.sockets import Sockets

SECURITY = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'self'",
}
"""Headers of every answer that does not set its own."""


class SecurityHeaders:
    """Adds ``SECURITY`` to every answer."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                present = {name.lower() for name, _ in headers}
                headers.extend(item for item in SECURITY.items() if item[0] not in present)
            await send(message)

        await self._app(scope, receive, guarded)


class OpenScreens:
    """The Socket.IO server, loaded when the first screen connects."""

    def __init__(self, bench: Bench):
        self._bench = bench
        self._sockets: Sockets | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._sockets is None:
            from comptoir.web.sockets import Sockets

            self._sockets = Sockets(self._bench)
        await self._sockets(scope, receive, send)

    async def close(self) -> None:
        """Stop what forwards events."""
        if self._sockets is not None:
            await self._sockets.close()


def create_app(bench: Bench | None = None) -> Starlette:
    """The application of ``bench``, or of the installation this process belongs to."""
    with _no_collecting():
        from comptoir.sites.here import here
        from comptoir.web.gate import Gate
        from comptoir.web.routes import ROUTES
    served = bench or here()

    screens = OpenScreens(served)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await screens.close()
        if bench is None:
            await run_in_threadpool(served.close)

    routes = [Mount("/socket.io", screens), *ROUTES]
    app = Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)], lifespan=lifespan)
    app.state.bench = served
    app.state.gate = Gate()
    return app


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Imports make only what stays: to look through it for garbage again and again takes a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
