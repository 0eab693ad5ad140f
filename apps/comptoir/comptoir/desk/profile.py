"""What people do with their own account: sessions, second factor, password.

Every function is about the acting user; none takes a user's name.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from comptoir.access import lockout, passwords, secrets, session_list
from comptoir.access import second_factor as factor
from comptoir.access.key_scopes import require_whole
from comptoir.access.sessions import end_sessions, note
from comptoir.access.users import load_terms
from comptoir.context import Context
from comptoir.desk.api_keys import api_keys, create_api_key, revoke_api_key
from comptoir.errors import DoesNotExistError, ValidationError
from comptoir.hooks import whitelist
from comptoir.sentences import Sentence, _
from comptoir.sites import usage
from comptoir.traces import operations, record

__all__ = [
    "api_keys",
    "begin_second_factor",
    "change_password",
    "confirm_second_factor",
    "create_api_key",
    "drop_second_factor",
    "new_recovery_codes",
    "revoke_api_key",
    "revoke_other_sessions",
    "revoke_session",
    "second_factor",
    "sessions",
    "storage",
]

SETUP_SECONDS = 900
"""How long a second factor that was begun can be confirmed."""
WRONG_PRESENT_CODE = _("The code of your present device is not right, or was used already.")


@whitelist(methods=["GET", "POST"])
def storage(ctx: Context) -> dict[str, float]:
    """Megabytes of the files that the user has stored, and may store; 0 where there is no limit."""
    most = 0 if ctx.user in usage.STANDARD_USERS else ctx.site.config.limits.user_storage_mb
    return {"used": round(usage.files_of(ctx.db, ctx.user) / usage.MEGABYTE, 1), "most": most}


@whitelist(methods=["GET", "POST"])
def sessions(ctx: Context) -> list[dict[str, Any]]:
    """Where the user is signed in: the present session first, then the last used ones."""
    return [asdict(session) for session in session_list.sessions_of(ctx, ctx.user, _sid(ctx))]


@whitelist(methods=["POST"])
def revoke_session(ctx: Context, id: str) -> dict[str, int]:
    """End one session of the user."""
    require_whole(ctx)
    if not session_list.end_session(ctx, ctx.user, id):
        raise DoesNotExistError(_("This session has ended already."))
    record(ctx, operations.SESSION_REVOKED)
    return {"ended": 1}


@whitelist(methods=["POST"])
def revoke_other_sessions(ctx: Context) -> dict[str, int]:
    """End every session of the user but the present one."""
    require_whole(ctx)
    ended = end_sessions(ctx, ctx.user, besides=_sid(ctx))
    record(ctx, operations.SESSION_REVOKED, detail={"sessions": ended})
    return {"ended": ended}


@whitelist(methods=["GET", "POST"])
def second_factor(ctx: Context) -> dict[str, Any]:
    """Whether the user has a second factor and needs one, and how many recovery codes are left."""
    return {
        "enabled": factor.is_set(ctx, ctx.user),
        "required": load_terms(ctx, ctx.user).second_factor,
        "recovery_codes_left": factor.recovery_codes_left(ctx, ctx.user),
    }


@whitelist(methods=["POST"])
def begin_second_factor(ctx: Context) -> dict[str, str]:
    """A secret to put into an authenticator app; nothing changes until a code of it was confirmed."""
    require_whole(ctx)
    device = factor.device_of(ctx, ctx.user, factor.new_secret())
    ctx.site.cache.set(_setup_key(ctx), secrets.encrypt(ctx, device.secret), SETUP_SECONDS)
    return asdict(device)


@whitelist(methods=["POST"])
def confirm_second_factor(ctx: Context, code: str, current_code: str | None = None) -> dict[str, list[str]]:
    """Take the second factor that was begun, and give recovery codes, shown this once.

    Who has one already proves it with a ``current_code``.
    """
    require_whole(ctx)
    begun = ctx.site.cache.get_many([_setup_key(ctx)])[0]
    if begun is None:
        raise ValidationError(_("This took too long. Begin again with a new picture."))
    if factor.is_set(ctx, ctx.user):
        _prove(ctx, current_code or "", "current_code", WRONG_PRESENT_CODE)
    codes = factor.enable(ctx, ctx.user, secrets.decrypt(ctx, begun), code)
    if codes is None:
        raise ValidationError.at("code", factor.WRONG_CODE)
    ctx.site.cache.delete(_setup_key(ctx))
    end_sessions(ctx, ctx.user, besides=_sid(ctx))
    note(ctx, _sid(ctx), ctx.user, second_factor=True)
    record(ctx, operations.SECOND_FACTOR_SET)
    return {"recovery_codes": list(codes)}


@whitelist(methods=["POST"])
def new_recovery_codes(ctx: Context, code: str) -> dict[str, list[str]]:
    """Ten new recovery codes instead of those there were, for a code of the app."""
    require_whole(ctx)
    _need_second_factor(ctx)
    _prove(ctx, code, "code")
    return {"recovery_codes": list(factor.renew_recovery_codes(ctx, ctx.user))}


@whitelist(methods=["POST"])
def drop_second_factor(ctx: Context, code: str) -> dict[str, bool]:
    """Sign in with a password alone from now on, for a code. Refused where a role asks for a second factor."""
    require_whole(ctx)
    _need_second_factor(ctx)
    if load_terms(ctx, ctx.user).second_factor:
        raise ValidationError(
            _(
                "One of your roles asks for a second factor. You can change it to another device, but not drop it."
            )
        )
    _prove(ctx, code, "code")
    factor.drop(ctx, ctx.user)
    record(ctx, operations.SECOND_FACTOR_DROPPED)
    return {"enabled": False}


@whitelist(methods=["POST"])
def change_password(ctx: Context, old_password: str, new_password: str) -> dict[str, int]:
    """Choose a new password, for the present one. The other sessions of the user end."""
    require_whole(ctx)
    attempt = lockout.attempt(ctx, lockout.PASSWORD, ctx.user, _address(ctx))
    if not secrets.verify_password(ctx, ctx.user, old_password):
        raise ValidationError.at("old_password", _("This is not your present password."))
    attempt.succeeded()
    if new_password == old_password:
        raise ValidationError.at("new_password", _("Choose another password than the present one."))
    record(ctx, operations.PASSWORD_CHANGED)
    return {"ended": passwords.change(ctx, ctx.user, new_password, keep=_sid(ctx))}


def _need_second_factor(ctx: Context) -> None:
    if not factor.is_set(ctx, ctx.user):
        raise ValidationError(_("You have no second factor. Set one up first."))


def _prove(ctx: Context, code: str, fieldname: str, wrong: Sentence = factor.WRONG_CODE) -> None:
    """Take a code of the user's second factor, as often as signing in would."""
    attempt = lockout.attempt(ctx, lockout.CODE, ctx.user, _address(ctx))
    if not factor.check(ctx, ctx.user, code):
        raise ValidationError.at(fieldname, wrong)
    attempt.succeeded()


def _setup_key(ctx: Context) -> str:
    return f"second_factor_setup:{ctx.user}"


def _sid(ctx: Context) -> str:
    return ctx.request.cookies.get("sid", "") if ctx.request is not None else ""


def _address(ctx: Context) -> str:
    return ctx.request.address if ctx.request is not None else ""
