"""People and programs that sign in."""

from __future__ import annotations

from typing import Any

from comptoir.access import limits, scopes, sessions, tokens
from comptoir.companions import events
from comptoir.context import ADMINISTRATOR, GUEST, current
from comptoir.documents import Document, delete, get_list
from comptoir.errors import PermissionError, ValidationError
from comptoir.hooks import whitelist
from comptoir.sentences import _
from comptoir.sites import usage

STANDARD_USERS = (ADMINISTRATOR, GUEST)
AUTOMATIC_ROLES = ("Administrator", "Guest", "All", "Desk User")
"""Roles that users have without being given them."""


@whitelist
def get_all_roles() -> list[str]:
    """Names of the roles that can be given to a user."""
    ctx = current()
    filters = {"disabled": 0, "name": ["not in", AUTOMATIC_ROLES]}
    return [
        row["name"]
        for row in get_list(ctx, "Role", fields=["name"], filters=filters, order_by="name", limit=0)
    ]


class User(Document):
    """A user: full name, roles, and the end of sessions when something about signing in changes."""

    email: Any
    full_name: Any

    def before_insert(self) -> None:
        if self.email:
            self.email = str(self.email).strip().lower()

    def validate(self) -> None:
        self.full_name = " ".join(
            str(part) for part in (self.first_name, self.middle_name, self.last_name) if part
        )
        if (
            self.name in STANDARD_USERS
            and not self.enabled
            and not self.is_new()
            and self.name == ADMINISTRATOR
        ):
            raise ValidationError(_("Administrator cannot be disabled."))
        if self.enabled and (self.is_new() or self.has_value_changed("enabled")):
            usage.check_users(self._ctx.site, self._ctx.db, str(self.name or self.email or ""))
        seen: set[str] = set()
        for row in list(self.get("roles") or []):
            if row.role in seen:
                self.remove(row)
            seen.add(row.role)
        self.name_scopes()
        self.flags.password_changed = bool(self.new_password)

    def name_scopes(self) -> None:
        """The scopes of a user are of the one doctype that apps divide the company by, and one of them is the usual."""
        scope = scopes.scope_doctype(self._ctx)
        rows = list(self.get("scopes") or [])
        if rows and scope is None:
            raise ValidationError(_("No app of this site divides it, so a user cannot be limited to parts."))
        for row in rows:
            row.scope_type = scope.name if scope is not None else None
        usual = [row for row in rows if row.is_default]
        for row in usual[1:]:
            row.is_default = 0

    def on_update(self) -> None:
        if self.flags.password_changed or (not self.enabled and self.has_value_changed("enabled")):
            sessions.end_sessions(self._ctx, str(self.name))
        limits.forget(self._ctx)

    def on_trash(self) -> None:
        if self.name in STANDARD_USERS:
            raise ValidationError(_("{user} cannot be deleted.", user=self.name))
        sessions.end_sessions(self._ctx, str(self.name))
        for key in tokens.keys_of(self._ctx, str(self.name)):
            delete(self._ctx, tokens.API_KEY, key, ignore_permissions=True)

    def after_delete(self) -> None:
        events.forget_user(self._ctx, str(self.name))

    @whitelist(methods=["POST"])
    def generate_keys(self) -> dict[str, Any]:
        """A new API key and secret; the secret is shown this once."""
        if self._ctx.user != self.name:
            self.check_permission("write")
        if self.name == GUEST:
            raise PermissionError(_("Guest cannot have API keys."))
        key, secret = tokens.generate_keys(self._ctx, str(self.name))
        return {"api_key": key, "api_secret": secret}
