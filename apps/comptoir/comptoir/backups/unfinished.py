"""What commands that were killed left, and the command that finishes or clears it. Nothing of it is served."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comptoir.apps.install import DRAFT
from comptoir.backups.restore import NOTE, WORK
from comptoir.backups.transfer import JOURNAL
from comptoir.errors import ConfigurationError
from comptoir.sites import Bench
from comptoir.sites.config import SITE, read_json


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One thing that was interrupted, and a sentence that says how to go on."""

    site: str
    sentence: str


def unfinished(bench: Bench) -> Iterator[Unfinished]:
    """Everything that was interrupted, or still runs, in the folder of sites."""
    for folder in sorted(bench.sites_path.glob("*/")):
        if not os.access(folder, os.X_OK):
            continue
        name = folder.name
        if name.startswith(WORK):
            yield Unfinished(name.removeprefix(WORK), _of_restore(name.removeprefix(WORK)))
        elif (folder / DRAFT).exists() and not (folder / SITE).exists():
            yield Unfinished(name, _of_making(name))
        elif (folder / NOTE).exists():
            yield Unfinished(name, _of_restored(name))
        elif (folder / JOURNAL).exists():
            yield Unfinished(name, _of_transfer(folder, name))


def _of_restore(name: str) -> str:
    return (
        f"A restore of {name} runs or was interrupted. Run it again: it goes on, and a site that it was to replace is "
        "untouched until its end."
    )


def _of_restored(name: str) -> str:
    return f"The restore of {name} is done but for clearing up. Run it again: that ends it."


def _of_making(name: str) -> str:
    return (
        f"{name} is being made or dropped, or that was interrupted. ./bench new-site {name} makes it anew, "
        f"./bench drop-site {name} clears it away."
    )


def _of_transfer(folder: Path, name: str) -> str:
    try:
        place = read_json(folder / JOURNAL)["database"]
        switched = all(read_json(folder / SITE).get(key) == value for key, value in place.items())
        kind = place["db_type"]
    except (ConfigurationError, KeyError):
        switched, kind = False, "sqlite|mariadb"
    again = f"./bench transfer --site {name} --to {kind}"
    if switched:
        return f"The transfer of {name} is done but for clearing up: {again} ends it."
    return (
        f"A transfer of {name} runs or was interrupted, and the site is in maintenance. {again} goes on with it, "
        f"./bench transfer --site {name} --cancel gives it up."
    )
