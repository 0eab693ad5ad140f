"""Roles: what they ask of whoever signs in is checked when it is written, and holds in every process at once."""

from __future__ import annotations

from typing import Any

from comptoir.access import limits
from comptoir.access.restrictions import DAY_HOURS, networks_of, restriction_of, written
from comptoir.access.users import AUTOMATIC_ROLES, SYSTEM_MANAGER, roles_of
from comptoir.context import ADMINISTRATOR
from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _

ADDRESSES = "restrict_to_addresses"
KEPT = AUTOMATIC_ROLES | {SYSTEM_MANAGER}
"""Roles that the engine knows by name."""


class Role(Document):
    """A role, with the terms on which people may sign in who have it."""

    restrict_to_addresses: Any
    login_after: Any
    login_before: Any

    def validate(self) -> None:
        for part in written(self.restrict_to_addresses):
            try:
                networks_of(part)
            except ValueError:
                raise ValidationError.at(
                    ADDRESSES,
                    _(
                        "{address} is no address or network. Write one such as 192.168.1.20 or 10.1.0.0/16.",
                        address=part[:60],
                    ),
                ) from None
        after, before = int(self.login_after or 0), int(self.login_before or 0)
        if (after or before) and after % DAY_HOURS == before % DAY_HOURS:
            raise ValidationError.at(
                "login_before",
                _("Nobody could work between {after}:00 and {before}:00.", after=after, before=before),
            )
        self._keep_the_door_open()

    def on_update(self) -> None:
        limits.forget(self._ctx)

    def before_rename(self, old: str, new: str, _merge: bool) -> None:
        for name in (old, new):
            _refuse_kept(name)

    def on_trash(self) -> None:
        _refuse_kept(str(self.name))

    def after_rename(self, *_: Any) -> None:
        limits.forget(self._ctx)

    def _keep_the_door_open(self) -> None:
        """Whoever writes a restriction must pass it: shut out, they could not take it back."""
        ctx, name = self._ctx, str(self.name or "")
        bound = name == ADMINISTRATOR if ctx.is_administrator else name in roles_of(ctx) | AUTOMATIC_ROLES
        restriction = restriction_of(name, self.restrict_to_addresses, self.login_after, self.login_before)
        if ctx.request is None or not bound or restriction is None:
            return
        reason = restriction.refusal(ctx.request.address, ctx.clock.now())
        if reason is not None:
            raise ValidationError.at(ADDRESSES, _("This would shut you out: {reason}", reason=reason))


def _refuse_kept(name: str) -> None:
    if name.casefold() in {kept.casefold() for kept in KEPT}:
        raise ValidationError(_("The role {role} stays as it is: the site stands on it.", role=Label(name)))
