"""One's own API keys: seeing, making and revoking them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.access import policy, tokens
from comptoir.context import Context
from comptoir.documents import get_document, get_list, new_document
from comptoir.errors import BadRequestError, DoesNotExistError
from comptoir.hooks import whitelist
from comptoir.meta.model import RIGHTS
from comptoir.sentences import Label, _

FIELDS = ("name", "title", "api_key", "creation", "expires_on", "last_used", "revoked")
TICKS = tuple(f"for_{right}" for right in RIGHTS)


@whitelist(methods=["GET"])
def api_keys(ctx: Context) -> list[dict[str, Any]]:
    """The API keys of the acting user, the newest first, without their secrets."""
    _need(ctx, "read")
    rows = get_list(
        ctx, tokens.API_KEY, fields=list(FIELDS), filters={"user": ctx.user}, order_by="creation desc", limit=0,
        ignore_permissions=True,
    )  # fmt: skip
    names = [row["name"] for row in rows]
    scopes = get_list(
        ctx, tokens.SCOPE, fields=["parent", "method", "document_type", *TICKS], filters={"parent": ["in", names]},
        order_by="parent asc, idx asc", limit=0, ignore_permissions=True,
    )  # fmt: skip
    noted, now = tokens.last_used(ctx.site), ctx.clock.now()
    for row in rows:
        row["last_used"] = noted.get(row["name"], row["last_used"])
        row["expired"] = bool(row["expires_on"] and row["expires_on"] <= now)
        row["scopes"] = [_shown(scope) for scope in scopes if scope["parent"] == row["name"]]
    return list(rows)


@whitelist(methods=["POST"])
def create_api_key(
    ctx: Context, title: str, scopes: Sequence[Any] | None = None, expires_on: str | None = None
) -> dict[str, Any]:
    """A new key of the acting user; its secret is shown this once.

    ``scopes`` are objects ``{"document_type": "Client", "rights": ["read"]}`` (without a document type: for all) and
    ``{"method": "frappe.client.*"}``; without any the key may do whatever the user may.
    """
    _need(ctx, "create")
    rows = [_row(scope) for scope in scopes or ()]
    values = {"doctype": tokens.API_KEY, "title": title, "user": ctx.user, "expires_on": expires_on or None}
    key = new_document(ctx, values | {"scopes": rows})
    key.flags.secret_is_returned = True
    key.insert(ignore_permissions=True)
    return {"name": key.name, "api_key": key.api_key, "api_secret": key.flags.secret}


@whitelist(methods=["POST"])
def revoke_api_key(ctx: Context, name: str) -> None:
    """End one of the acting user's keys for good."""
    _need(ctx, "write")
    key = get_document(ctx, tokens.API_KEY, name, for_update=True)
    if key.user != ctx.user:
        raise DoesNotExistError(_("There is no {doctype} {name}.", doctype=Label(tokens.API_KEY), name=name))
    key.flags.ignore_permissions = True
    key.revoke()


def _need(ctx: Context, right: str) -> None:
    """One's own keys need no role; a key that narrows must give the right all the same."""
    if ctx.narrowing is not None:
        policy.require(ctx, right, ctx.site.registry.get(tokens.API_KEY))


def _row(scope: Any) -> dict[str, Any]:
    rights = scope.get("rights") or () if isinstance(scope, Mapping) else None
    if rights is None or isinstance(rights, str) or not set(rights) <= set(RIGHTS):
        raise BadRequestError(
            _("A scope names a method, or a document_type and rights of: {rights}.", rights=", ".join(RIGHTS))
        )
    values = {"method": scope.get("method"), "document_type": scope.get("document_type")}
    return values | {f"for_{right}": 1 for right in rights}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["method"]:
        return {"method": row["method"]}
    return {
        "document_type": row["document_type"],
        "rights": [right for right in RIGHTS if row[f"for_{right}"]],
    }
