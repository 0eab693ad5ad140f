"""API keys: who may make which, and that nobody widens one afterwards."""

from __future__ import annotations

from typing import Any

from comptoir.access import key_scopes, tokens
from comptoir.access.key_scopes import KeyScope
from comptoir.access.principals import digest, forget_principals
from comptoir.access.secrets import set_fingerprint
from comptoir.access.users import SYSTEM_MANAGER, roles_of
from comptoir.context import ADMINISTRATOR, GUEST
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError, FieldProblem, PermissionError, ValidationError
from comptoir.hooks import whitelist
from comptoir.meta.model import RIGHTS
from comptoir.sentences import _
from comptoir.traces import operations, record

FIXED = ("user", "api_key", "expires_on", "revoked")


class APIKey(Document):
    """A key with which a program acts as a user."""

    title: Any
    user: Any
    api_key: Any
    expires_on: Any
    revoked: Any

    def before_insert(self) -> None:
        self.api_key, self.flags.secret = tokens.new_pair()
        self.revoked, self.last_used = 0, None

    def validate(self) -> None:
        if not self.is_new():
            self._keep()
            return
        self._check_maker()
        for row in self.get("scopes") or []:
            self._check_row(row)
        if self.expires_on and self.expires_on <= self._ctx.clock.now():
            raise ValidationError.at("expires_on", _("This moment has passed. Choose a later one."))

    def after_insert(self) -> None:
        secret = self.flags.secret
        set_fingerprint(self._ctx, tokens.API_KEY, str(self.name), tokens.SECRET, digest(secret))
        self._record(operations.KEY_CREATED)
        if not self.flags.secret_is_returned:
            self.msgprint(
                _(
                    "The key is {key} and its secret {secret}. The secret is shown this once: keep it now.",
                    key=self.api_key,
                    secret=secret,
                ),
                indicator="orange",
            )

    def on_update(self) -> None:
        self._ctx.db.on_commit(lambda: forget_principals(self._ctx.site))

    def after_delete(self) -> None:
        if not self.revoked:
            self._record(operations.KEY_REVOKED)
        self._ctx.db.on_commit(lambda: forget_principals(self._ctx.site))

    @whitelist(methods=["POST"])
    def revoke(self) -> None:
        """End the key for good."""
        self.flags.revokes = True
        self.revoked = 1
        self.save()
        self._record(operations.KEY_REVOKED)

    def _record(self, operation: str) -> None:
        about = {"title": self.title, "api_key": self.api_key}
        record(self._ctx, operation, user=self.user, doctype=self.doctype, name=self.name, detail=about)

    def _keep(self) -> None:
        """Nothing but the title changes: who holds the secret must not find that it opens more than it did."""
        changed = [name for name in FIXED if self.has_value_changed(name)]
        before = self.get_doc_before_save()
        if before is not None and _rows(before) != _rows(self):
            changed.append("scopes")
        if changed and not (changed == ["revoked"] and self.flags.revokes):
            raise CannotChangeConstantError(
                _("The API key {key} stays as it was made. Revoke it and make another one.", key=self.title),
                fields=[FieldProblem(changed[0], _("This stays as it was when the key was made."))],
            )

    def _check_maker(self) -> None:
        ctx = self._ctx
        if self.user == GUEST:
            raise ValidationError.at("user", _("Guest cannot have API keys."))
        may = self.user != ADMINISTRATOR and SYSTEM_MANAGER in roles_of(ctx)
        if not (ctx.is_administrator or self.user == ctx.user or may):
            raise PermissionError(_("You are not permitted to make an API key for {user}.", user=self.user))
        key = ctx.narrowing
        if key is not None and not (isinstance(key, KeyScope) and key.covers(self._scope())):
            raise PermissionError(
                _(
                    "The API key {key} can only make keys of the same user that reach no further and last no longer than itself.",
                    key=key.title,
                )
            )

    def _scope(self) -> KeyScope:
        rows = [row.as_dict() for row in self.get("scopes") or []]
        found = key_scopes.scope_of("", str(self.title), str(self.user), self.expires_on, rows)
        everything = {key_scopes.EVERY: frozenset(RIGHTS)} | {
            name: frozenset(RIGHTS) for name in key_scopes.GUARDED
        }
        return found or KeyScope("", str(self.title), str(self.user), everything, ("*",), self.expires_on)

    def _check_row(self, row: Document) -> None:
        rights = any(row.get(f"for_{right}") for right in RIGHTS)
        method = str(row.get("method") or "").strip()
        row.set("method", method or None)
        if bool(method) == (rights or bool(row.get("document_type"))):
            text = _(
                "A row of the reach names either a method, or rights and the document type they are for."
            )
            raise ValidationError.at("method", text, "scopes", row.get("idx"))
        if not method and not rights:
            text = _("Tick at least one right, or remove the row.")
            raise ValidationError.at("document_type", text, "scopes", row.get("idx"))
        if method and not key_scopes.PATTERN.fullmatch(method):
            text = _(
                "{method} is no name of a method: letters, digits, dots and * are what it is made of.",
                method=method,
            )
            raise ValidationError.at("method", text, "scopes", row.get("idx"))


def _rows(doc: Document) -> list[tuple[Any, ...]]:
    names = ("method", "document_type", *(f"for_{right}" for right in RIGHTS))
    return [tuple(row.get(name) or None for name in names) for row in doc.get("scopes") or []]
