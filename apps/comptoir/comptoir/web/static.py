"""The built Desk: one page for every address below ``/app``, its hashed assets, and what apps bring for it in ``public``."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from comptoir.errors import SiteNotFoundError, SiteUnavailableError

DIST = Path(__file__).resolve().parents[2] / "desk" / "dist"
ASSETS = "/assets/desk/"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
LONGEST_NAME = 200
LONG = "public, max-age=31536000, immutable"
NOTHING = "There is nothing at this address.\n"
NOT_BUILT = "The Desk is not built yet. Run ./bench build, then reload this page.\n"


async def desk(request: Request) -> Response:
    """The Desk's page; its router reads the address."""
    return await _page(request, "index.html")


async def api_docs(request: Request) -> Response:
    """The page that shows ``/api/openapi.json`` and tries what it says."""
    return await _page(request, "api-docs.html")


async def _page(request: Request, name: str) -> Response:
    refused = await _refusal(request)
    if refused is not None:
        return refused
    page = DIST / name
    if not page.is_file():
        return PlainTextResponse(NOT_BUILT, 503)
    return FileResponse(page, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})


async def asset(request: Request) -> Response:
    """A file of the built Desk."""
    root, name = DIST.resolve(), request.path_params["path"]
    path = (root / name).resolve() if "\0" not in name and len(name) <= LONGEST_NAME else root
    if not path.is_relative_to(root) or not path.is_file():
        return PlainTextResponse(NOTHING, 404)
    hashed = path.parent != root
    return FileResponse(path, headers={"Cache-Control": LONG if hashed else "no-cache"})


async def app_asset(request: Request) -> Response:
    """A file from the ``public`` folder of an app that the site has installed; a browser asks each time whether it changed."""
    app, name = request.path_params["app"], request.path_params["path"]
    try:
        site = await run_in_threadpool(request.app.state.bench.resolve, request.headers.get("host", ""))
    except (SiteNotFoundError, SiteUnavailableError) as error:
        return refused(error)
    public = next((manifest.public for manifest in site.manifests if manifest.app == app), None)
    hidden = any(part.startswith(".") for part in name.split("/"))
    if public is None or hidden or "\0" in name:
        return PlainTextResponse(NOTHING, 404)
    try:
        response = await StaticFiles(directory=public, check_dir=False).get_response(name, request.scope)
    except HTTPException as error:
        return PlainTextResponse(NOTHING, error.status_code)
    response.headers["Cache-Control"] = "no-cache"
    return response


async def home(request: Request) -> Response:
    """The front door."""
    refused = await _refusal(request)
    if refused is not None:
        return refused
    return RedirectResponse("/app", 302)


async def _refusal(request: Request) -> Response | None:
    """The answer to a request whose host is no site, or one that cannot be opened."""
    try:
        await run_in_threadpool(request.app.state.bench.resolve, request.headers.get("host", ""))
    except (SiteNotFoundError, SiteUnavailableError) as error:
        return refused(error)
    return None


def refused(error: SiteNotFoundError | SiteUnavailableError) -> Response:
    """The answer where there is no site to open."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    return PlainTextResponse(f"{error.message}\n", error.http_status, headers)
