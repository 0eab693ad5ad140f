"""A page where work begins, for everybody with its roles or made their own by one user."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import administers, roles_of
from comptoir.context import current
from comptoir.desk.workspaces import read_blocks
from comptoir.documents import Document
from comptoir.errors import PermissionError
from comptoir.query import And, Column, Condition, Or
from comptoir.query.model import Not
from comptoir.sentences import _

NAME = "Workspace"


class Workspace(Document):
    """Blocks in an order, and the parts they name."""

    public: Any
    for_user: Any

    def validate(self) -> None:
        of_others = self.public or self.for_user != self._ctx.user
        if of_others and not self.flags.ignore_permissions and not administers(self._ctx):
            raise PermissionError(
                _("Only administrators arrange workspaces of others. Save one for yourself.")
            )
        read_blocks(self)


def shown_to(user: str) -> Any:
    """The workspaces for the roles of ``user``, and their own; administrators see all."""
    ctx = current()
    if administers(ctx):
        return None
    role = Column("Has Role", "role", "roles")
    for_roles = Or((Condition(role, "in", tuple(sorted(roles_of(ctx)))), Not(Condition(role, "is", "set"))))
    for_nobody = Condition(Column(NAME, "for_user"), "is", "not set")
    for_all = And((Condition(Column(NAME, "public"), "=", 1), for_nobody, for_roles))
    return Or((Condition(Column(NAME, "for_user"), "=", user), for_all))
