"""``/api/openapi.json``: the REST interface of a site as OpenAPI 3.1, for the acting user, from metadata.

- ``schemas``: what documents look like; ``operations``: what may be done to them;
- ``common``: what does not depend on the site: parameters, refusals, signing in, files.
"""

from __future__ import annotations

from typing import Any

from comptoir import __version__
from comptoir.access import policy
from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.errors import MethodNotAllowedError
from comptoir.web.envelope import Answer
from comptoir.web.openapi import common
from comptoir.web.openapi.operations import paths_of
from comptoir.web.openapi.schemas import Schemas
from comptoir.web.requests import Call


def at(ctx: Context, call: Call, principal: Principal) -> Answer:
    """The description."""
    if call.method not in ("GET", "HEAD"):
        raise MethodNotAllowedError()
    return Answer(describe(ctx), None)


def describe(ctx: Context) -> dict[str, Any]:
    """Every document type the actor may see, with what they may do to it."""
    paths: dict[str, Any] = {}
    schemas = Schemas(ctx)
    modules: set[str] = set()
    for meta in sorted(ctx.site.registry.all().values(), key=lambda meta: (meta.module, meta.name)):
        if meta.istable or meta.is_virtual or not policy.decide(ctx, "select", meta).allow:
            continue
        paths |= paths_of(ctx, meta, schemas)
        modules.add(meta.module)
    return {
        "openapi": "3.1.0",
        "info": {"title": ctx.site.name, "version": __version__, "description": common.DESCRIPTION},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": common.SIGNING_IN},
            {"name": common.FILES},
            {"name": common.SEVERAL},
            *({"name": name} for name in sorted(modules)),
        ],
        "paths": common.PATHS | paths,
        "components": {
            "schemas": common.SCHEMAS | schemas.found,
            "parameters": common.PARAMETERS,
            "headers": common.HEADERS,
            "responses": common.RESPONSES,
            "securitySchemes": common.SECURITY_SCHEMES,
        },
        "security": [{"token": []}, {"session": [], "csrf": []}],
    }
