"""What people see and change of themselves, whatever their roles say about users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from comptoir import documents
from comptoir.access import principals
from comptoir.companions.following import AUTOMATIC
from comptoir.context import Context
from comptoir.errors import BadRequestError, ValidationError
from comptoir.hooks import whitelist
from comptoir.sentences import _

SWITCHES = ("email_on_mention", *AUTOMATIC)
"""What of themselves people switch on and off."""
SHOWN = ("email", "first_name", "last_name", "user_image", "language", "time_zone", "digest_frequency",
         *SWITCHES)  # fmt: skip
OWN = ("first_name", "last_name", "user_image", "time_zone", "digest_frequency", *SWITCHES)
"""What people change themselves; their language has a door of its own."""


@whitelist(methods=["GET"])
def about_me(ctx: Context) -> dict[str, Any]:
    """The acting user as their profile shows them."""
    user = documents.get_document(ctx, "User", ctx.user)
    return {fieldname: user.get(fieldname) for fieldname in SHOWN}


@whitelist(methods=["POST"])
def change_me(ctx: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    """Change what the acting user may change of themselves; anything else in ``values`` is refused."""
    for fieldname, value in values.items():
        fits = value in (0, 1) if fieldname in SWITCHES else value is None or isinstance(value, str)
        if fieldname not in OWN or not fits:
            raise BadRequestError(_("You cannot change {field} of yourself here.", field=fieldname))
    _check(values)
    user = documents.get_document(ctx, "User", ctx.user, for_update=True)
    user.update(dict(values))
    user.save(ignore_permissions=True)
    ctx.db.on_commit(lambda: principals.forget_principals(ctx.site))
    return {fieldname: user.get(fieldname) for fieldname in SHOWN}


def _check(values: Mapping[str, Any]) -> None:
    zone, picture = values.get("time_zone"), values.get("user_image")
    if zone and zone not in available_timezones():
        message = _("There is no time zone {zone}.", zone=zone)
        raise ValidationError.at("time_zone", message)
    if picture and not picture.startswith("/files/"):
        message = _("The picture has to be a public file of this site. Upload it first.")
        raise ValidationError.at("user_image", message)
    if "first_name" in values and not str(values["first_name"] or "").strip():
        message = _("Enter your first name.")
        raise ValidationError.at("first_name", message)
