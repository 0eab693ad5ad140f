"""A Frappe app as an app of this installation: its tree is copied into ``apps/``, and what it declares is fitted."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.apps.install import install_app
from comptoir.apps.loader import ENGINE, App, declarations, find_apps, imported_files
from comptoir.apps.migrate import migrate_site, plan_site
from comptoir.apps.progress import Step, quiet
from comptoir.documents.controllers import forget as forget_controllers
from comptoir.errors import ConfigurationError, DeclarationError
from comptoir.hooks import importable, read_manifest, resolve_imported
from comptoir.hooks.manifest import IMPORT_NOTE
from comptoir.meta import foreign
from comptoir.meta.fitting import Adjustment, fit
from comptoir.meta.model import DocType
from comptoir.portable.survey import Unsupported, survey
from comptoir.sites import Bench

LEFT_BEHIND = frozenset(
    {".git", ".github", "node_modules", "__pycache__", "dist", ".venv", "env", IMPORT_NOTE}
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    app: str
    doctypes: tuple[str, ...]
    unsupported: tuple[Unsupported, ...]
    was_here: bool = False
    """Whether the app is at home here already and declares the very same."""


def import_app(bench: Bench, source: Path, site: str | None = None, step: Step = quiet) -> Imported:
    """Bring the Frappe app in the folder ``source`` into ``apps/`` and, if named, onto a site.

    None of its code is run. Raises ``ConfigurationError`` where ``source`` holds no app, or one that is at home here
    and different.
    """
    package = find_package(source)
    here = find_apps(bench.root).get(package.name)
    if here is not None and not here.imported:
        same = _at_home(bench, here, package)
        if site is not None:
            install_app(bench, site, package.name, step, run=False)
        return same
    _copy(package, bench.root / "apps" / package.name)
    bench.make_importable()
    forget_loaded()
    app = find_apps(bench.root)[package.name]
    found = list(survey(app))
    doctypes, notes = _declared(bench, app)
    if site is not None:
        bench.forget(site)
        doctypes, notes, refused = _install(bench, site, app, step)
        found += refused
    found += [_of_adjustment(note) for note in notes]
    return Imported(app.name, doctypes, tuple(_once(found)))


def forget_loaded() -> None:
    """Forget what was read of apps: their trees have changed."""
    for cache in (read_manifest, importable, resolve_imported):
        cache.cache_clear()
    forget_controllers()


def find_package(source: Path) -> Path:
    """The Python package of the app in ``source``: the folder of its ``hooks.py``."""
    source = source.resolve()
    found = [source / "hooks.py"] if (source / "hooks.py").exists() else sorted(source.glob("*/hooks.py"))
    if not found:
        raise ConfigurationError(
            f"{source} holds no Frappe app: neither the folder nor one directly in it has a hooks.py."
        )
    if len(found) > 1:
        names = ", ".join(str(path.parent.relative_to(source)) for path in found)
        raise ConfigurationError(f"{source} holds several apps ({names}). Name the folder of one of them.")
    package = found[0].parent
    if not package.name.isidentifier() or package.name in (ENGINE, "frappe"):
        raise ConfigurationError(f"An app cannot be called {package.name!r} here. Rename its folder.")
    return package


def _copy(package: Path, target: Path) -> None:
    """Put the app's tree in place of what an earlier import brought."""
    fresh = target.with_name(f".{target.name}.importing")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    shutil.copytree(package, fresh / package.name, ignore=_ignored)
    for name in ("pyproject.toml", "README.md", "license.txt", "LICENSE"):
        if package.parent.joinpath(name).is_file() and package.parent != package:
            shutil.copy2(package.parent / name, fresh / name)
    (fresh / package.name / "__init__.py").touch()
    note = {"imported_from": str(package.parent), "doctypes": "fitted to this installation; see docs"}
    (fresh / IMPORT_NOTE).write_text(json.dumps(note, indent=1) + "\n")
    old = target.with_name(f".{target.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _ignored(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in LEFT_BEHIND or os.path.islink(os.path.join(folder, name))}  # noqa: PTH114, PTH118


def _declared(bench: Bench, app: App) -> tuple[tuple[str, ...], tuple[Adjustment, ...]]:
    """The doctypes of ``app`` and what fitting them to the engine alone sets aside."""
    apps = [entry for name, entry in find_apps(bench.root).items() if name in (ENGINE, app.name)]
    declared = declarations(bench.root, apps)
    own = [name for name, declaration in declared.found.items() if declaration.app == app.name]
    notes = [note for name in own for note in fit(declared.found[name].doctype, declared.doctypes())[1]]
    return tuple(sorted(own)), (*declared.left_out, *notes)


def _install(
    bench: Bench, site: str, app: App, step: Step
) -> tuple[tuple[str, ...], tuple[Adjustment, ...], list[Unsupported]]:
    refused: list[Unsupported] = []

    def tell(record: Mapping[str, Any], why: str) -> None:
        refused.append(Unsupported(str(record["doctype"]), str(record.get("name") or ""), why))

    if not install_app(bench, site, app.name, step, tell, run=False):
        migrate_site(bench, site, step)
    target = plan_site(bench, site)
    own = tuple(sorted(name for name, entry in target.declared.items() if entry.app == app.name))
    notes = tuple(note for note in target.adjustments if note.app == app.name)
    return own, notes, refused


def _once(found: Iterable[Unsupported]) -> Iterator[Unsupported]:
    """Each thing once, with every reason."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for entry in sorted(set(found)):
        reasons.setdefault((entry.kind, entry.name), []).append(entry.why)
    for (kind, name), why in reasons.items():
        yield Unsupported(kind, name, "; ".join(why))


def _of_adjustment(note: Adjustment) -> Unsupported:
    if note.field is not None:
        return Unsupported("field", f"{note.doctype}.{note.field}", note.reason)
    return Unsupported("doctype", note.doctype, note.reason)


def _at_home(bench: Bench, app: App, package: Path) -> Imported:
    """The app is one of this installation's own. Raises ``ConfigurationError`` where the two declare different things."""
    found = declarations(bench.root, [app]).doctypes()
    brought = _read(App(app.name, package, (), imported=True))
    differing = sorted(
        {*found.keys(), *brought.keys()} - {name for name in found if found[name] == brought.get(name)}
    )
    if differing:
        names = ", ".join(differing[:5]) + (" ..." if len(differing) > 5 else "")
        raise ConfigurationError(
            f"The app {app.name} is at home in apps/{app.name}, and the tree declares it differently: {names}. "
            f"Move apps/{app.name} away first, or import into another installation."
        )
    return Imported(app.name, tuple(sorted(found)), (), was_here=True)


def _read(app: App) -> dict[str, DocType]:
    doctypes: dict[str, DocType] = {}
    for file in imported_files(app):
        try:
            doctype = foreign.read_file(file)
        except DeclarationError as error:
            raise ConfigurationError(f"{file}: {error.message}") from error
        doctypes[doctype.name] = doctype
    return doctypes
