"""Making sites, installing apps on them, dropping them.

A site exists from the moment its ``site_config.json`` is written, which is the last step of its making: what was
interrupted before is no site, and is cleared away by the next attempt.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from comptoir.access.secrets import hash_of, set_hash
from comptoir.apps.databases import (
    Root,
    check_empty,
    check_reachable,
    complete,
    create_database,
    drop_database,
)
from comptoir.apps.fixtures import Refused, load_fixtures
from comptoir.apps.loader import ENGINE, find_apps, select_apps
from comptoir.apps.migrate import apply_target, call_all, schedule
from comptoir.apps.patches import record_patches
from comptoir.apps.print_formats import load_print_formats
from comptoir.apps.progress import Step, quiet
from comptoir.apps.target import target_of
from comptoir.context import ADMINISTRATOR
from comptoir.errors import ConfigurationError, ServiceUnavailableError, SiteNotFoundError
from comptoir.hooks import read_manifest, resolve
from comptoir.jobs.queue import forget_jobs
from comptoir.sites import Bench, Site
from comptoir.sites.cache import MemoryCache
from comptoir.sites.config import SITE, SiteConfig, read_json, write_json
from comptoir.sites.filelock import FileLock, draft_of

DRAFT = "site_config.draft.json"


class SiteExistsError(SiteNotFoundError):
    """A site of this name exists already."""

    http_status = 409


@dataclass(frozen=True, slots=True)
class NewSite:
    """What a new site should be.

    ``database`` holds ``db_*`` keys of the configuration, and the account that makes databases as ``db_root_*``.
    """

    name: str
    admin_password: str | None = None
    database: Mapping[str, Any] = field(default_factory=dict)
    apps: tuple[str, ...] = ()
    """The engine comes first by itself; empty means every app there is."""
    host_names: tuple[str, ...] = ()
    demo: bool = False


def create_site(bench: Bench, order: NewSite, step: Step = quiet) -> str:
    """Make a site and return Administrator's password, which is stored only as a hash."""
    with alone(bench, order.name):
        return _create_site(bench, order, step)


def _create_site(bench: Bench, order: NewSite, step: Step) -> str:
    path = bench.sites_path / order.name
    if (path / SITE).exists():
        raise SiteExistsError(f"The site {order.name} exists already. Drop it first, or choose another name.")
    apps = _chosen_apps(bench.root, order.apps)
    check_hosts(bench, order.name, order.host_names)
    common = bench.common()
    root = Root.of(order.database, common)
    clear_draft(bench, path, root)
    _check_free(path)
    password = order.admin_password or secrets.token_urlsafe(12)
    values = {
        "installed_apps": list(apps),
        "host_names": list(order.host_names),
        "encryption_key": Fernet.generate_key().decode(),
        **complete(order.name, order.database),
    }
    config = SiteConfig.from_mapping(common | values)
    check_empty(config, path, root)
    write_json(path / DRAFT, values)
    create_database(config, path, root)
    with closing(Site(order.name, path, config, MemoryCache(), bench.root)) as site:
        _fill(site, password, step)
        if order.demo:
            _demo(site, step)
    (path / DRAFT).rename(path / SITE)
    bench.forget(order.name)
    bench.site(order.name).cache.clear()
    return password


def install_app(
    bench: Bench, name: str, app: str, step: Step = quiet, refused: Refused | None = None, *, run: bool = True
) -> bool:
    """Install ``app`` on the site called ``name``. Whether it was not installed before.

    ``refused`` hears of set-up records that cannot be stored; without ``run`` its ``after_install`` is not called.
    """
    site = bench.site(name)
    installed = site.config.installed_apps
    if app in installed:
        return False
    apps = (*installed, app)
    target = target_of(site, apps)
    apply_target(site, target, step)
    new = [entry for entry in target.apps if entry.name == app]
    with site.context() as ctx:
        record_patches(
            ctx, (patch for patch in target.patches if any(patch in entry.patches() for entry in new))
        )
    _set_up(site, app, step, refused, run=run)
    schedule(site, apps)
    write_json(site.path / SITE, read_json(site.path / SITE) | {"installed_apps": list(apps)})
    site.registry.bump()
    bench.forget(name)
    return True


def drop_site(bench: Bench, name: str, root: Root | None = None) -> None:
    """Delete a site with its database, its database user and its files, for good; also one that was half dropped."""
    with alone(bench, name):
        _drop_site(bench, name, root)


def _drop_site(bench: Bench, name: str, root: Root | None) -> None:
    path = bench.sites_path / name
    known = root or Root.of(bench.common())
    if bench.is_site(name):
        check_reachable(bench.site(name).config, path, known)
        (path / SITE).rename(path / DRAFT)
        bench.forget(name)
    elif not is_left(path):
        raise SiteNotFoundError(f"There is no site {name}.")
    clear_draft(bench, path, known)


def _chosen_apps(root: Path, named: Sequence[str]) -> tuple[str, ...]:
    """The apps of a new site, the engine first. Raises ``ConfigurationError`` for one that is not there."""
    names = tuple(named) or tuple(find_apps(root))
    names = (ENGINE, *(name for name in names if name != ENGINE))
    select_apps(root, names)
    return names


def _fill(site: Site, password: str, step: Step) -> None:
    with ThreadPoolExecutor(1) as beside:
        hashed = beside.submit(hash_of, password)
        _make(site, step)
    with site.context() as ctx:
        set_hash(ctx, ADMINISTRATOR, hashed.result())


def _make(site: Site, step: Step) -> None:
    apps = site.config.installed_apps
    target = target_of(site, apps)
    apply_target(site, target, step)
    with site.context() as ctx:
        record_patches(ctx, target.patches)
    for app in apps:
        _set_up(site, app, step)
    schedule(site, apps)
    site.public_files().mkdir(parents=True, exist_ok=True)
    site.private_files().mkdir(parents=True, exist_ok=True)


def _set_up(site: Site, app: str, step: Step, refused: Refused | None = None, *, run: bool = True) -> None:
    """The records an app starts with, and its own last words."""
    load_fixtures(site, app, step, refused)
    load_print_formats(site, app)
    if run:
        call_all(site, app, read_manifest(app).after_install)


def _demo(site: Site, step: Step) -> None:
    for app in site.config.installed_apps:
        function = read_manifest(app).demo
        if function is not None:
            with site.context() as ctx:
                ctx.db.begin()
                resolve(function)(step)


def is_left(path: Path) -> bool:
    """Whether the folder is what an interrupted creation, or an interrupted drop, left behind."""
    return path.is_dir() and ((path / DRAFT).exists() or _is_free(path))


def clear_draft(bench: Bench, path: Path, root: Root) -> None:
    """Remove what an interrupted creation, or an interrupted drop, left behind."""
    if not is_left(path):
        return
    if (path / DRAFT).exists():
        drop_database(SiteConfig.from_mapping(bench.common() | read_json(path / DRAFT)), path, root)
        bench.cache(path.name).clear()
        forget_jobs(bench, path.name)
    _remove_folder(path, last=DRAFT)


def _remove_folder(path: Path, last: str) -> None:
    """Delete a folder, its file ``last`` at the end: until then the next attempt knows what it has to clear."""
    for child in path.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        elif child.name != last:
            child.unlink()
    (path / last).unlink(missing_ok=True)
    path.rmdir()


@contextmanager
def alone(bench: Bench, name: str) -> Iterator[None]:
    """One command at a time that makes, replaces or drops the site called ``name``."""
    lock = FileLock(bench.sites_path / f".{Bench.check_name(name)}.lock")
    if not lock.acquire():
        raise ServiceUnavailableError(f"Another command makes, replaces or drops {name}. Wait for its end.")
    try:
        yield
    finally:
        lock.release()


def _check_free(path: Path) -> None:
    """Raise ``ConfigurationError`` where the folder of a new site holds something: it would be published with it."""
    if path.exists() and not _is_free(path):
        raise ConfigurationError(
            f"{path} holds files and is no site. Move it away, then make the site again."
        )


def _is_free(path: Path) -> bool:
    """Whether the folder holds nothing, or what a creation that was killed at its very beginning wrote."""
    return {child.name for child in path.iterdir()} <= {draft_of(path / DRAFT).name}


def check_hosts(bench: Bench, name: str, hosts: Sequence[str]) -> None:
    """Raise ``ConfigurationError`` where another site answers to the name or a host name already."""
    for host in (name, *hosts):
        holder = bench.holder_of(host)
        if holder not in (None, name):
            raise ConfigurationError(
                f"The site {holder} answers to {host} already. Choose another host name."
            )
