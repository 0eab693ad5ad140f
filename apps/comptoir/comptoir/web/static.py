"""The built Desk: one page for every address below ``/app``, and its hashed assets."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from comptoir.errors import SiteNotFoundError

DIST = Path(__file__).resolve().parents[2] / "desk" / "dist"
ASSETS = "/assets/desk/"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
LONG = "public, max-age=31536000, immutable"
NOT_BUILT = "The Desk is not built yet. Run ./bench build, then reload this page.\n"


async def desk(request: Request) -> Response:
    """The Desk's page; its router reads the address."""
    return await _page(request, "index.html")


async def api_docs(request: Request) -> Response:
    """The page that shows ``/api/openapi.json`` and tries what it says."""
    return await _page(request, "api-docs.html")


async def _page(request: Request, name: str) -> Response:
    if not await _is_site(request):
        return PlainTextResponse(f"{SiteNotFoundError().message}\n", 404)
    page = DIST / name
    if not page.is_file():
        return PlainTextResponse(NOT_BUILT, 503)
    return FileResponse(page, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})


async def asset(request: Request) -> Response:
    """A file of the built Desk."""
    root = DIST.resolve()
    path = (root / request.path_params["path"]).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return PlainTextResponse("There is nothing at this address.\n", 404)
    hashed = path.parent != root
    return FileResponse(path, headers={"Cache-Control": LONG if hashed else "no-cache"})


async def home(request: Request) -> Response:
    """The front door."""
    if not await _is_site(request):
        return PlainTextResponse(f"{SiteNotFoundError().message}\n", 404)
    return RedirectResponse("/app", 302)


async def _is_site(request: Request) -> bool:
    try:
        await run_in_threadpool(request.app.state.bench.resolve, request.headers.get("host", ""))
    except SiteNotFoundError:
        return False
    return True
