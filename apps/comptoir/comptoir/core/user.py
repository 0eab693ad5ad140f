"""People and programs that sign in."""

from __future__ import annotations

from typing import Any

from comptoir.access import limits, passwords, scopes, second_factor, sessions, tokens
from comptoir.access.users import AUTOMATIC_ROLES, ROLE_PROFILE, SYSTEM_MANAGER, administers
from comptoir.companions import events
from comptoir.context import ADMINISTRATOR, GUEST, Context, current
from comptoir.desk import password_mail
from comptoir.documents import Document, delete, get_document, get_list
from comptoir.errors import PermissionError, ValidationError
from comptoir.hooks import whitelist
from comptoir.meta.fieldtypes.text import is_masked
from comptoir.sentences import Label, _
from comptoir.sites import usage
from comptoir.traces import operations, record

STANDARD_USERS = (ADMINISTRATOR, GUEST)
WAYS_IN = (
    "username", "api_key", "api_secret", "reset_password_key", "last_reset_password_key_generated_on", "social_logins",
)  # fmt: skip
"""Fields with which somebody gets in as the user."""


@whitelist
def get_all_roles() -> list[str]:
    """Names of the roles that can be given to a user."""
    ctx = current()
    filters = {"disabled": 0, "name": ["not in", sorted(AUTOMATIC_ROLES)]}
    return [
        row["name"]
        for row in get_list(ctx, "Role", fields=["name"], filters=filters, order_by="name", limit=0)
    ]


def own_session(ctx: Context, user: str) -> str:
    """The id of the session that ``user`` changes their own document in; empty for anybody else."""
    return ctx.request.cookies.get("sid", "") if ctx.request is not None and ctx.user == user else ""


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
        self._follow_profile()
        seen: set[str] = set()
        for row in list(self.get("roles") or []):
            if row.role in seen or row.role in AUTOMATIC_ROLES:
                self.remove(row)
            seen.add(row.role)
        self.name_scopes()
        self._check_password()
        self._keep_ways_in()

    def _follow_profile(self) -> None:
        """The roles are those of the profile; it is locked, so that a change of it misses nobody who takes it."""
        if not self.role_profile_name:
            return
        profile = get_document(self._ctx, ROLE_PROFILE, self.role_profile_name, for_update=True)
        roles = list(dict.fromkeys(row.role for row in profile.get("roles") or []))
        if {row.role for row in self.get("roles") or []} != set(roles):
            self.set("roles", [{"role": role} for role in roles])

    def _check_password(self) -> None:
        """A password that is set is good enough, and Administrator's is set by Administrator alone."""
        chosen = str(self.new_password or "")
        self.flags.password_changed = bool(chosen) and not is_masked(chosen)
        if not self.flags.password_changed:
            return
        self._leave_to_administrator()
        passwords.check(self._ctx, chosen, [str(self.get(name) or "") for name in passwords.NAMES])

    def _keep_ways_in(self) -> None:
        """Nobody but Administrator finds another way in as Administrator."""
        before = self.get_doc_before_save()
        if before is not None and any(_ways(before, name) != _ways(self, name) for name in WAYS_IN):
            self._leave_to_administrator()

    def _leave_to_administrator(self) -> None:
        """Whoever gets in as Administrator may do everything, which is more than any role gives."""
        if self.name == ADMINISTRATOR and not self._ctx.is_administrator:
            raise PermissionError(_("Only Administrator may change how Administrator signs in."))

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

    def after_insert(self) -> None:
        if self.send_welcome_email and self.enabled and self.name not in STANDARD_USERS:
            self._invite()

    def on_update(self) -> None:
        if self.flags.password_changed or (not self.enabled and self.has_value_changed("enabled")):
            sessions.end_sessions(self._ctx, str(self.name), besides=own_session(self._ctx, str(self.name)))
        limits.forget(self._ctx)
        self._tell_of_no_scope()

    def _tell_of_no_scope(self) -> None:
        """Staff are held to their scopes: who has none finds every list empty and cannot know why."""
        scope = scopes.scope_doctype(self._ctx)
        if scope is None or not self.enabled or not self.get("roles") or self.get("scopes"):
            return
        if administers(self._ctx) and scopes.is_limited(self._ctx.acting_as(str(self.name))):
            field = self.meta.by_name["scopes"]
            sentence = _(
                "{user} is held to no {scope} and sees no documents of any. Name one under “{label}”.",
                user=self.full_name, scope=Label(scope.name), label=Label(field.title),
            )  # fmt: skip
            self.msgprint(sentence, indicator="orange")

    def on_trash(self) -> None:
        if self.name in STANDARD_USERS:
            raise ValidationError(_("{user} cannot be deleted.", user=self.name))
        sessions.end_sessions(self._ctx, str(self.name))
        for key in tokens.keys_of(self._ctx, str(self.name)):
            delete(self._ctx, tokens.API_KEY, key, ignore_permissions=True)

    def before_rename(self, old: str, new: str, _merge: bool) -> None:
        standard = next(
            (user for user in STANDARD_USERS if user.casefold() in (old.casefold(), new.casefold())), None
        )
        if standard is not None:
            raise ValidationError(_("{user} keeps this name, and nobody else has it.", user=standard))

    def after_delete(self) -> None:
        events.forget_user(self._ctx, str(self.name))

    @whitelist(methods=["POST"])
    def reset_second_factor(self) -> dict[str, Any]:
        """Forget the second factor of somebody who lost it, and end their sessions. For administrators."""
        ctx, user = self._ctx, str(self.name)
        if not administers(ctx):
            raise PermissionError(_("Only a {role} may reset a second factor.", role=Label(SYSTEM_MANAGER)))
        self.check_permission("write")
        self._leave_to_administrator()
        if user == ctx.user:
            raise PermissionError(_("Change your own second factor in your profile, with a code of it."))
        was_set = second_factor.is_set(ctx, user)
        second_factor.drop(ctx, user)
        record(ctx, operations.SECOND_FACTOR_DROPPED, user=user, doctype=self.doctype, name=user)
        sessions.end_sessions(ctx, user)
        return {"was_set": was_set}

    @whitelist(methods=["POST"])
    def invite(self) -> dict[str, Any]:
        """Send the user a link to choose a password; who invites gets it where the site sends no mail."""
        ctx = self._ctx
        if not administers(ctx):
            raise PermissionError(_("Only a {role} may invite people.", role=Label(SYSTEM_MANAGER)))
        self.check_permission("write")
        self._leave_to_administrator()
        if self.name == GUEST or not self.enabled:
            raise ValidationError(
                _("{user} cannot sign in, so there is nothing to invite them to.", user=self.name)
            )
        return {"link": self._invite()}

    def _invite(self) -> str | None:
        link = password_mail.invite(self._ctx, str(self.name))
        if link is None:
            self.msgprint(_("An invitation is on its way to {user}.", user=self.name), indicator="green")
        else:
            self.msgprint(
                _(
                    "This site sends no mail. Give {user} this link yourself; it works once, within a day: {link}",
                    user=self.name,
                    link=link,
                )
            )
        return link

    @whitelist(methods=["POST"])
    def generate_keys(self) -> dict[str, Any]:
        """A new API key and secret; the secret is shown this once."""
        if self._ctx.user != self.name:
            self.check_permission("write")
        self._leave_to_administrator()
        if self.name == GUEST:
            raise PermissionError(_("Guest cannot have API keys."))
        key, secret = tokens.generate_keys(self._ctx, str(self.name))
        return {"api_key": key, "api_secret": secret}


def _ways(user: Document, fieldname: str) -> Any:
    value = user.get(fieldname)
    return [(row.provider, row.userid) for row in value] if isinstance(value, list) else value or None
