"""The nightly backup: taken, proven and rotated as the site's configuration says under ``backup``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comptoir.backups.archive import ArchiveError
from comptoir.backups.dump import FOLDER
from comptoir.backups.rotation import Keep, rotate
from comptoir.backups.take import take
from comptoir.context import current
from comptoir.errors import ConfigurationError

RECIPIENTS = "backup_recipients"
METHOD = "comptoir.backups.schedule.nightly"
"""What the engine's hooks ask the scheduler to call."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """``"backup": {...}`` of a site's configuration; ``"backup": false`` switches it off."""

    enabled: bool = True
    with_files: bool = True
    days: int = 7
    weeks: int = 5
    months: int = 12

    @classmethod
    def of_value(cls, value: Any, site: str) -> Nightly:
        """What the configuration of ``site`` asks for. Raises ``ConfigurationError``."""
        if isinstance(value, bool):
            return cls(enabled=value)
        try:
            return cls(**value)
        except TypeError as error:
            known = ", ".join(cls.__slots__)
            raise ConfigurationError(f"backup of {site} is false, or an object with {known}.") from error


def nightly() -> None:
    """Back up the current site; called by the scheduler once a day. Raises ``ArchiveError`` if the proof fails."""
    site = current().site
    wanted = Nightly.of_value(site.config.raw.get("backup", {}), site.name)
    if not wanted.enabled:
        return
    backup = take(site, with_files=wanted.with_files, proven=True, recipients=recipients_of(site.config.raw))
    if backup.proof is not None and not backup.proof.holds:
        raise ArchiveError(
            f"The backup {backup.path.name} of {site.name} is not good: {backup.proof.differences[0]}."
        )
    rotate(site.path / FOLDER, Keep(wanted.days, wanted.weeks, wanted.months))


def recipients_of(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The age public keys backups of a site are encrypted to."""
    value = config.get(RECIPIENTS, ())
    if not isinstance(value, (list, tuple)) or not all(isinstance(key, str) for key in value):
        raise ConfigurationError(f"{RECIPIENTS} must be a list of age public keys (age1...).")
    return tuple(value)
