"""Bringing a site to what its apps declare.

Read and check everything, plan the tables, then: early patches, tables, declarations, late patches, fixtures,
print formats, the apps' own hooks, and a word to the running processes. Each part is complete by itself and leaves nothing to repeat,
so a migration that was killed is finished by the next one, and the one after that has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from comptoir.apps.fixtures import load_fixtures
from comptoir.apps.loader import Patch
from comptoir.apps.patches import run_patch
from comptoir.apps.print_formats import load_print_formats
from comptoir.apps.progress import Step, quiet
from comptoir.apps.register import register, withdraw
from comptoir.apps.target import Target, target_of
from comptoir.documents.word_index import fill
from comptoir.errors import ServiceUnavailableError
from comptoir.hooks import read_manifest, resolve, resolve_imported
from comptoir.jobs import scheduled
from comptoir.schema import Step as SchemaStep
from comptoir.schema import apply
from comptoir.search.building import build
from comptoir.sites import Bench, Site
from comptoir.sites.filelock import FileLock

LOCK_SECONDS = 600
INDEXED_AT_ONCE = 5000
"""A doctype with more documents is left to the job that fills the search index."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration did."""

    steps: int = 0
    declarations: int = 0
    patches: int = 0
    records: int = 0
    left: tuple[SchemaStep, ...] = ()

    def summary(self) -> str:
        """One line for people."""
        parts = (
            (self.steps, "change of tables", "changes of tables"),
            (self.declarations, "declaration", "declarations"),
            (self.patches, "patch", "patches"),
            (self.records, "set-up record", "set-up records"),
        )
        done = [f"{count} {one if count == 1 else many}" for count, one, many in parts if count]
        return ", ".join(done) if done else "nothing to do"


def plan_site(bench: Bench, name: str) -> Target:
    """What ``migrate_site`` would do. Changes nothing."""
    site = bench.site(name)
    return target_of(site, site.config.installed_apps)


def pending(bench: Bench, name: str) -> str:
    """What waits for a migration of the site, in a few words; empty where nothing does."""
    target = plan_site(bench, name)
    parts = (
        (len(target.plan.runnable()), "changes of tables"),
        (len(target.changed) + len(target.removed), "changed declarations"),
        (len(target.patches), "patches"),
    )
    return ", ".join(f"{count} {what}" for count, what in parts if count)


def migrate_site(
    bench: Bench, name: str, step: Step = quiet, *, allow_destructive: bool = False
) -> Migration:
    """Bring the site called ``name`` to what is declared. Raises ``DeclarationError`` before anything is changed."""
    return migrate(bench.site(name), step, allow_destructive=allow_destructive)


def migrate(site: Site, step: Step = quiet, *, allow_destructive: bool = False) -> Migration:
    """Bring ``site`` to what its installed apps declare."""
    with _alone(site):
        target = target_of(site, site.config.installed_apps)
        early = _run_patches(site, target, step, before_schema=True)
        done = apply_target(site, target, step, allow_destructive=allow_destructive)
        late = _run_patches(site, target, step, before_schema=False)
        records = sum(load_fixtures(site, app.name, step) for app in target.apps)
        records += sum(load_print_formats(site, app.name) for app in target.apps)
        for app in target.apps:
            call_all(site, app.name, read_manifest(app.name).after_migrate)
        schedule(site, site.config.installed_apps)
        site.registry.bump()  # a run that was killed may have changed something and told nobody
        return Migration(done.steps, done.declarations, early + late, records, done.left)


def apply_target(
    site: Site, target: Target, step: Step = quiet, *, allow_destructive: bool = False
) -> Migration:
    """Change the tables and register the declarations, as planned; ends with a word to running processes."""
    applied = apply(
        site.engine,
        target.plan,
        allow_destructive,
        lambda progress: step("Changing tables", progress.done, progress.total),
    )
    if applied.steps:
        step("Changing tables", len(applied.steps), len(applied.steps))
    changed = target.changed
    if changed or target.removed:
        metas = {name: declaration.doctype for name, declaration in target.declared.items()}
        with site.context() as ctx:
            withdraw(ctx, [*target.removed, *(declaration.doctype.name for declaration in changed)], metas)
            for done, declaration in enumerate(changed, 1):
                register(ctx, declaration, metas)
                step("Applying declarations", done, len(changed))
    if applied.steps or changed or target.removed:
        site.registry.bump()
    with site.context() as ctx:
        doctypes = list(site.registry.all().values())
        if fill(ctx, doctypes, lambda done, total: step("Indexing words", done, total)):
            ctx.db.on_commit(site.registry.bump)
    build(site, step, most=INDEXED_AT_ONCE)
    return Migration(len(applied.steps), len(changed) + len(target.removed), left=applied.left)


def _run_patches(site: Site, target: Target, step: Step, *, before_schema: bool) -> int:
    waiting: list[Patch] = [patch for patch in target.patches if patch.before_schema == before_schema]
    for done, patch in enumerate(waiting, 1):
        run_patch(site, patch)
        step("Running patches", done, len(waiting))
    return len(waiting)


def schedule(site: Site, apps: tuple[str, ...]) -> None:
    """Bring what recurs on ``site`` to what ``apps`` ask for."""
    with site.context() as ctx:
        scheduled.sync(ctx, apps)


def call_all(site: Site, app: str, functions: tuple[str, ...]) -> None:
    """Call functions that ``app`` names in its manifest; of an imported app, those that can be loaded here."""
    imported = read_manifest(app).imported
    for dotted in functions:
        function = resolve_imported(dotted) if imported else resolve(dotted)
        if function is not None:
            with site.context():
                function()


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    lock = FileLock(site.path / "migrate.lock")
    if not lock.acquire(wait=LOCK_SECONDS):
        raise ServiceUnavailableError(f"Another migration of {site.name} runs and does not come to an end.")
    try:
        yield
    finally:
        lock.release()
