"""Migrated sites for tests: built once per run and database, then copied, because building takes seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from comptoir.apps.install import NewSite, create_site
from comptoir.sites import Bench, Site
from comptoir.sites.config import COMMON, SITE, read_json, write_json

from .databases import Databases, MariaDBCopy
from .services import Services

ADMIN_PASSWORD = "admin-of-the-tests"
TEMPLATE = "template.localhost"
TEMPLATE_DATABASE = "site_template"


class SiteTemplates:
    """Copies of the template site for one worker. ``folder`` is shared by the workers of the run."""

    def __init__(self, root: Path, folder: Path, services: Services, databases: Databases, worker: str):
        self._root = root
        self._folder = folder
        self._services = services
        self._databases = databases
        self._worker = worker
        self._copies: dict[str, MariaDBCopy] = {}

    def restore(self, bench: Bench, db_type: str) -> Site:
        """This worker's site on ``db_type`` inside ``bench``, in the state in which the template was made."""
        source = self._template(db_type)
        name = f"{self._worker}-{db_type}.localhost"
        target = bench.sites_path / name
        bench.forget(name)
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(source, target)
        if db_type == "mariadb":
            database = f"site_{self._worker}"
            copy = self._copies.setdefault(db_type, MariaDBCopy(self._databases, TEMPLATE_DATABASE, database))
            copy.restore()
            write_json(target / SITE, read_json(target / SITE) | {"db_name": database})
        return bench.site(name)

    def _template(self, db_type: str) -> Path:
        """The folder of the template site, made by the first worker that needs it."""
        sites = self._folder / f"template-{db_type}"
        with self._services.lock(f"template-{db_type}"):
            bench = Bench(self._root, sites)
            if TEMPLATE not in bench.site_names():
                write_json(sites / COMMON, {"redis_url": ""})
                create_site(bench, NewSite(TEMPLATE, ADMIN_PASSWORD, self._database(db_type)))
            bench.close()
        return sites / TEMPLATE

    def _database(self, db_type: str) -> dict[str, str]:
        if db_type == "sqlite":
            return {"db_type": "sqlite"}
        settings = self._databases.mariadb(TEMPLATE_DATABASE)
        return {
            "db_type": "mariadb",
            "db_name": TEMPLATE_DATABASE,
            "db_user": settings.user,
            "db_socket": settings.socket,
        }
