"""Asking the web application in this process, as a client would over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from comptoir.sites import Bench
from comptoir.web.app import create_app


class Answers:
    """Asks one site; nobody's cookies are kept."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient):
        self._portal = portal
        self._client = client

    def get(self, path: str, params: Mapping[str, str], headers: Mapping[str, str]) -> httpx.Response:
        """The answer to a GET request."""
        self._client.cookies.clear()
        return self._portal.call(partial(self._client.get, path, params=params, headers=headers))


@contextmanager
def requests_to(bench: Bench, site: str) -> Iterator[Answers]:
    """The application of ``bench``, asked under the name of ``site``."""
    transport = httpx.ASGITransport(create_app(bench), raise_app_exceptions=False)
    with start_blocking_portal() as portal:
        client = httpx.AsyncClient(transport=transport, base_url=f"http://{site}")
        yield Answers(portal, client)
        portal.call(client.aclose)
