"""One number of documents."""

from __future__ import annotations

from typing import Any

from comptoir.core.publishing import Published, own_or_public
from comptoir.desk import dashboards
from comptoir.documents import count


class NumberCard(Published):
    """A count, or a sum of a field; whoever looks at it sees what they may report on."""

    label: Any

    def autoname(self) -> None:
        label = self.name = str(self.label)
        number = 1
        while count(self._ctx, self.doctype, {"name": self.name}, ignore_permissions=True):
            number += 1
            self.name = f"{label} {number}"

    def validate(self) -> None:
        super().validate()
        dashboards.check(self._ctx, dashboards.card_asked(self))


def shown_to(user: str) -> Any:
    """The cards for everybody, and those of ``user``."""
    return own_or_public("Number Card", user)
