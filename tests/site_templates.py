"""Migrated sites for tests: built once per run and database, then copied, because building takes seconds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.apps.install import NewSite, create_site
from comptoir.sites import Bench, Site
from comptoir.sites.config import COMMON, SITE, read_json, write_json
from comptoir.traces import later

from .databases import Databases, MariaDBCopy
from .services import Services

ADMIN_PASSWORD = "admin-of-the-tests"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a template site is made. ``name`` tells templates, their copies and their databases apart."""

    name: str
    make: Callable[[Bench, str, Mapping[str, str]], None]


def every_app(bench: Bench, name: str, database: Mapping[str, str]) -> None:
    """A site with every app of the repository and nothing entered yet."""
    create_site(bench, NewSite(name, ADMIN_PASSWORD, database))


STANDARD = Recipe("site", every_app)


class SiteTemplates:
    """Copies of a template site for one worker. ``folder`` is shared by the workers of the run."""

    def __init__(
        self,
        root: Path,
        folder: Path,
        services: Services,
        databases: Databases,
        worker: str,
        recipe: Recipe = STANDARD,
    ):
        self._root = root
        self._recipe = recipe
        self._folder = folder
        self._services = services
        self._databases = databases
        self._worker = worker
        self._copies: dict[str, MariaDBCopy] = {}
        self._held: dict[str, object] = {}

    def restore(self, bench: Bench, db_type: str, label: str = "") -> Site:
        """This worker's site on ``db_type`` inside ``bench``, in the state in which the template was made.

        ``label`` makes it another one.
        """
        source = self._template(db_type)
        name = f"{self._recipe.name}{label}-{self._worker}-{db_type}.localhost"
        target = bench.sites_path / name
        later.flush_all()  # what the last test left to be written down belongs to the site that goes now
        bench.forget(name)
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(source, target)
        if db_type == "mariadb":
            database = f"{self._recipe.name}{label}_{self._worker}"
            copy = self._copies.setdefault(label, MariaDBCopy(self._databases, self._source, database))
            copy.restore()
            write_json(target / SITE, read_json(target / SITE) | {"db_name": database})
        made = bench.site(name)
        if db_type not in self._held:
            made.registry.names()
            self._held[db_type] = made.registry._sources  # else every test parses every declaration anew
        return made

    def _template(self, db_type: str) -> Path:
        """The folder of the template site, made by the first worker that needs it."""
        label, template = f"{self._recipe.name}-template-{db_type}", f"{self._recipe.name}.localhost"
        sites = self._folder / label
        with self._services.lock(label):
            bench = Bench(self._root, sites)
            if template not in bench.site_names():
                write_json(sites / COMMON, {"redis_url": ""})
                self._recipe.make(bench, template, self._database(db_type))
            bench.close()
        return sites / template

    @property
    def _source(self) -> str:
        """The database of the template."""
        return f"{self._recipe.name}_template"

    def _database(self, db_type: str) -> dict[str, str]:
        if db_type == "sqlite":
            return {"db_type": "sqlite"}
        settings = self._databases.mariadb(self._source)
        return {
            "db_type": "mariadb",
            "db_name": self._source,
            "db_user": settings.user,
            "db_socket": settings.socket,
        }
