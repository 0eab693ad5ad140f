"""``frappe.core.doctype.user.user``: API keys, and new passwords by a link or for the present one."""

from __future__ import annotations

from typing import Any

from comptoir.access import password_links, rates
from comptoir.access.key_scopes import require_whole
from comptoir.context import GUEST, current
from comptoir.desk import password_mail, profile
from comptoir.errors import AuthenticationError

import frappe
from frappe._messages import _

ATTEMPTS, WINDOW = 20, 600
"""How many keys an address may try in how many seconds."""


@frappe.whitelist(methods=["POST"])
def generate_keys(user: str) -> dict[str, str]:
    """A new API key and secret of ``user``; the secret is shown this once."""
    keys: dict[str, str] = frappe.get_doc("User", user).generate_keys()
    return keys


@frappe.whitelist(allow_guest=True, methods=["POST"])
def reset_password(user: str) -> str:
    """Send ``user`` a link to a new password; the answer is the same whether there is such a user or not."""
    ctx = current()
    return ctx.say(password_mail.ask_for_reset(ctx, user))


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
    new_password: str,
    logout_all_sessions: bool = False,
    key: str | None = None,
    old_password: str | None = None,
) -> Any:
    """Choose a new password, with the ``key`` of a link or the present password. Where to go on.

    ``logout_all_sessions`` changes nothing: the other sessions always end.
    """
    ctx = current()
    require_whole(ctx)
    if key:
        rates.spend(ctx, "update_password", ATTEMPTS, WINDOW)
        password_links.choose_password(ctx, key, new_password)
        return "/login"
    if ctx.user == GUEST or not old_password:
        raise AuthenticationError(_("A new password needs the link from a mail, or the present password."))
    profile.change_password(ctx, old_password, new_password)
    return "/app"
