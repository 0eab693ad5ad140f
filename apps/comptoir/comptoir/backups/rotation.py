"""Which backups stay: the newest ones of so many days, weeks and months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from comptoir.backups.archive import ENCRYPTED_SUFFIX, PLAIN_SUFFIX
from comptoir.backups.prove import proof_file

_STAMP = re.compile(r"(\d{8}_\d{6})_\d{6}-.+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, ISO weeks and months keep their newest backup. The newest of all always stays."""

    days: int = 7
    weeks: int = 5
    months: int = 12


def rotate(folder: Path, keep: Keep) -> list[Path]:
    """Delete the backups in ``folder`` that ``keep`` does not ask for; returns them. Other files are not touched."""
    found = backups_in(folder)
    kept = {path for _, path in found[:1]}
    for period, count in ((_day, keep.days), (_week, keep.weeks), (_month, keep.months)):
        kept |= _newest(found, period, count)
    gone = [path for _, path in found if path not in kept]
    for path in gone:
        path.unlink()
        proof_file(path).unlink(missing_ok=True)
    return gone


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in ``folder`` with the moments they show, the newest first."""
    return sorted(((_moment(path), path) for path in _backups(folder)), reverse=True)


def _newest(
    found: Iterable[tuple[datetime, Path]], period: Callable[[datetime], str], count: int
) -> set[Path]:
    first: dict[str, Path] = {}
    for moment, path in found:
        first.setdefault(period(moment), path)
    return set(list(first.values())[:count])


def _backups(folder: Path) -> list[Path]:
    names = (PLAIN_SUFFIX, ENCRYPTED_SUFFIX)
    return [path for path in folder.glob("*") if path.name.endswith(names) and _STAMP.fullmatch(path.name)]


def _moment(path: Path) -> datetime:
    match = _STAMP.fullmatch(path.name)
    assert match is not None, "only names that match are asked"
    return datetime.strptime(match.group(1), "%Y%m%d_%H%M%S")


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _week(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year}-{week}"


def _month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"
