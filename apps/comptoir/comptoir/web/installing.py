"""What lets a phone install the Desk: the manifest of the site, and a worker that says so when there is no network."""

from __future__ import annotations

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from comptoir.errors import SiteNotFoundError, SiteUnavailableError
from comptoir.sites import Site
from comptoir.web import static

MANIFEST, WORKER = "/manifest.webmanifest", "/sw.js"
SHORT = 12
"""Characters of a name that fit below an icon."""
ACCENT, PAPER = "#0f766e", "#ffffff"
ICONS = (
    ("favicon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


async def manifest(request: Request) -> Response:
    """The site as an application: its name, icons and start. It says nothing that the sign-in page does not."""
    try:
        site = await run_in_threadpool(request.app.state.bench.resolve, request.headers.get("host", ""))
    except (SiteNotFoundError, SiteUnavailableError) as error:
        return static.refused(error)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(orjson.dumps(application(site)), headers=headers, media_type="application/manifest+json")


def application(site: Site) -> dict[str, object]:
    """The members of the manifest."""
    name = site.settings.app_name or site.name
    return {
        "id": "/app",
        "name": name,
        "lang": site.settings.language,
        "short_name": name if len(name) <= SHORT else name.split()[0][:SHORT],
        "start_url": "/app",
        "scope": "/",
        "display": "standalone",
        "theme_color": ACCENT,
        "background_color": PAPER,
        "icons": [
            {"src": f"{static.ASSETS}{file}", "sizes": sizes, "type": kind, "purpose": purpose}
            for file, sizes, kind, purpose in ICONS
        ],
    }


async def worker(request: Request) -> Response:
    """The service worker. It keeps nothing, so that no copy of a document outlives a sign-out."""
    path = static.DIST / "sw.js"
    if not path.is_file():
        return PlainTextResponse(static.NOT_BUILT, 503)
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": static.POLICY}
    return FileResponse(path, headers=headers, media_type="text/javascript")
