"""What a site should become: the declarations of its apps and its own custom doctypes, checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import orjson
import sqlalchemy as sa

from comptoir.apps.loader import App, Declaration, Patch, declarations, select_apps
from comptoir.errors import DeclarationError
from comptoir.hooks import read_manifest
from comptoir.meta.checks import check
from comptoir.meta.fitting import Adjustment, fit
from comptoir.meta.load import from_json
from comptoir.meta.model import DocType
from comptoir.meta.overlay import apply as overlaid
from comptoir.schema import Plan, desired, diff, inspect
from comptoir.sites import Site
from comptoir.sites.overlays import read_overlays
from comptoir.sites.registry import declarations as declared_table

patch_log = sa.Table(
    "__patch_log",
    sa.MetaData(),
    sa.Column("patch", sa.String(255), primary_key=True),
    sa.Column("applied_at", sa.DateTime),
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What the site believes now: per declared doctype the hash, custom doctypes, and the patches that ran."""

    hashes: Mapping[str, str]
    custom: Mapping[str, DocType]
    patches: frozenset[str]


@dataclass(frozen=True, slots=True)
class Target:
    """The difference between what a site is and what it should be, as values; nothing is done yet."""

    apps: tuple[App, ...]
    declared: Mapping[str, Declaration]
    applied: Applied
    plan: Plan
    adjustments: tuple[Adjustment, ...] = ()
    """What of imported apps has no effect on this site."""

    @property
    def changed(self) -> tuple[Declaration, ...]:
        """Declarations that are new or differ from what was applied."""
        hashes = self.applied.hashes
        return tuple(d for name, d in self.declared.items() if hashes.get(name) != d.source.digest)

    @property
    def removed(self) -> tuple[str, ...]:
        """Doctypes that were applied and that nothing declares any more."""
        return tuple(name for name in self.applied.hashes if name not in self.declared)

    @property
    def patches(self) -> tuple[Patch, ...]:
        """Patches that have not run, in order."""
        listed = (patch for app in self.apps for patch in app.patches())
        return tuple(patch for patch in listed if patch.key not in self.applied.patches)

    @property
    def is_reached(self) -> bool:
        """Whether there is nothing to do."""
        return self.plan.is_empty and not (self.changed or self.removed or self.patches)

    def render(self) -> str:
        """What ``./bench migrate --plan`` prints."""
        lines = [self.plan.render()]
        if self.changed:
            lines.append(f"declarations to apply ({len(self.changed)}):")
            lines += [
                f"  {declaration.doctype.name} ({declaration.file.name})" for declaration in self.changed
            ]
        if self.removed:
            lines.append(f"declarations to withdraw ({len(self.removed)}): {', '.join(self.removed)}")
        if self.patches:
            lines.append(f"patches to run ({len(self.patches)}):")
            lines += [f"  {patch.key}" for patch in self.patches]
        return "\n".join(lines)


def target_of(site: Site, app_names: tuple[str, ...]) -> Target:
    """The target of ``site`` with ``app_names`` installed. Raises ``DeclarationError`` with every problem."""
    apps = tuple(select_apps(site.root, app_names))
    declared = declarations(site.root, apps)
    with site.engine.connect() as connection:
        current = inspect(connection)
        applied = _applied(connection, frozenset(current.tables))
        overlays = read_overlays(connection, {table.removeprefix("tab") for table in current.tables})
    problems = list(declared.problems)
    problems += [
        f'{declared.found[name].file}: the site has a custom doctype of the name "{name}"; rename one of the two.'
        for name in applied.custom.keys() & declared.found.keys()
    ]
    custom = {k: v for k, v in applied.custom.items() if k not in declared.found}
    found, adjustments = _fitted(declared.found, apps, custom)
    doctypes = {k: v.doctype for k, v in found.items()} | custom
    doctypes = {k: overlaid(v, [overlays[k]]) if k in overlays else v for k, v in doctypes.items()}
    files = {name: declaration.file.relative_to(site.root) for name, declaration in found.items()}
    fitted = _imported(found, apps)
    problems += [str(p) for p in check(doctypes, files=files, only=doctypes.keys() - fitted)]
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise DeclarationError("\n".join([f"The declarations have {count}; nothing was changed.", *problems]))
    plan = diff(current, desired(doctypes.values(), scope_of(app_names)))
    return Target(apps, found, applied, plan, (*declared.left_out, *adjustments))


def scope_of(app_names: Sequence[str]) -> str | None:
    """The doctype by which ``app_names`` divide the company."""
    named = [read_manifest(name).raw.get("scope_doctype") for name in app_names]
    return next((str(name) for name in reversed(named) if name), None)


def _imported(found: Mapping[str, Declaration], apps: tuple[App, ...]) -> frozenset[str]:
    """The doctypes that imported apps declare."""
    names = {app.name for app in apps if app.imported}
    return frozenset(name for name, declaration in found.items() if declaration.app in names)


def _fitted(
    found: Mapping[str, Declaration], apps: tuple[App, ...], custom: Mapping[str, DocType]
) -> tuple[Mapping[str, Declaration], tuple[Adjustment, ...]]:
    """``found`` with the doctypes of imported apps fitted to all others, and what that set aside."""
    known = {name: declaration.doctype for name, declaration in found.items()} | dict(custom)
    fitted = dict(found)
    adjustments: list[Adjustment] = []
    for name in sorted(_imported(found, apps)):
        doctype, notes = fit(found[name].doctype, known)
        fitted[name] = replace(found[name], doctype=doctype)
        adjustments += (replace(note, app=found[name].app) for note in notes)
    return fitted, tuple(adjustments)


def _applied(connection: sa.Connection, tables: frozenset[str]) -> Applied:
    hashes: dict[str, str] = {}
    custom: dict[str, DocType] = {}
    if declared_table.name in tables:
        for row in connection.execute(sa.select(declared_table)):
            if row.custom:
                custom[row.name] = from_json(orjson.loads(row.json))
            else:
                hashes[row.name] = row.hash or ""
    ran: frozenset[str] = frozenset()
    if patch_log.name in tables:
        ran = frozenset(connection.execute(sa.select(patch_log.c.patch)).scalars())
    return Applied(hashes, custom, ran)
