"""What the apps of an installation declare: their modules, patches and doctypes.

An app is ``apps/<app>/<app>/hooks.py``. Its doctypes lie in ``doctypes/<module>/*.json`` at the top of the
repository, in the app's own ``<module>/doctype/<name>/<name>.json`` as Frappe lays them out, or flat in
``<module>/doctypes/*.json``. Those of an imported app may lie deeper, are read forgivingly, and give way where another
app declares a doctype of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from comptoir.errors import ConfigurationError, DeclarationError
from comptoir.hooks.manifest import is_imported
from comptoir.meta import foreign
from comptoir.meta.fitting import Adjustment, is_doctype_name
from comptoir.meta.load import dumps, read_file
from comptoir.meta.model import DocType
from comptoir.sites.sources import SHARED, Source
from comptoir.text import scrub

ENGINE = "comptoir"
ENGINE_MODULES = ("core",)


@dataclass(frozen=True, slots=True)
class App:
    """One app in the folder ``apps``; ``path`` is its Python package."""

    name: str
    path: Path
    modules: tuple[str, ...]
    imported: bool = False
    """Whether ``import-app`` brought it: what it declares is fitted to this installation, not held against it."""

    def patches(self) -> tuple[Patch, ...]:
        """The lines of ``patches.txt``, in order; an imported app's lines of Python are left out."""
        listed = _patches(self.path / "patches.txt")
        return tuple(patch for patch in listed if not (self.imported and patch.key.startswith("execute:")))


@dataclass(frozen=True, slots=True)
class Patch:
    """One change of data that runs once per site: a module with ``execute()``, before or after the tables change."""

    key: str
    before_schema: bool

    @property
    def module(self) -> str:
        """The dotted name, without the remark that makes a changed line run again."""
        return self.key.split()[0]


@dataclass(frozen=True)
class Declaration:
    """A doctype as some app declares it."""

    doctype: DocType
    app: str
    file: Path

    @cached_property
    def source(self) -> Source:
        """What is kept on the site; its hash tells whether a site has this very declaration."""
        return SHARED.of(dumps(self.doctype), self.doctype)


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything declared for a set of apps, the files that could not be read, and what imported apps gave up."""

    found: dict[str, Declaration]
    problems: tuple[str, ...]
    left_out: tuple[Adjustment, ...] = ()

    def doctypes(self) -> dict[str, DocType]:
        """Doctype by name."""
        return {name: declaration.doctype for name, declaration in self.found.items()}


def find_apps(root: Path) -> dict[str, App]:
    """Every app of the installation by name, the engine first."""
    names = sorted(path.parent.name for path in root.glob("apps/*/*/hooks.py") if _is_app(path.parent))
    names += [ENGINE] if ENGINE not in names and (root / "apps" / ENGINE / ENGINE).is_dir() else []
    names.sort(key=lambda name: name != ENGINE)
    return {name: _app(root, name) for name in names}


def select_apps(root: Path, names: Sequence[str]) -> list[App]:
    """The apps called ``names``, in that order. Raises ``ConfigurationError`` for one that is not there."""
    apps = find_apps(root)
    for name in names:
        if name not in apps:
            raise ConfigurationError(f"There is no app {name} in apps/. There are: {', '.join(apps)}.")
    return [apps[name] for name in names]


def declarations(root: Path, apps: Sequence[App]) -> Declarations:
    """What ``apps`` declare. Problems are collected, so that all of them can be shown at once."""
    found: dict[str, Declaration] = {}
    problems: list[str] = []
    for app, file in _files(root, apps):
        try:
            doctype = read_file(file)
        except DeclarationError as error:
            problems.append(error.message)
            continue
        owner = app or _owner(doctype, apps)
        if owner is None:
            continue
        first = found.setdefault(doctype.name, Declaration(doctype, owner, file))
        if first.file != file:
            problems.append(
                f'{file}: the doctype "{doctype.name}" is declared a second time; first in {first.file}.'
            )
    left_out = [note for app in apps if app.imported for note in _add_imported(app, found)]
    return Declarations(found, tuple(problems), tuple(left_out))


def imported_files(app: App) -> Iterator[Path]:
    """The declaration files of an imported app, however deep its modules lie."""
    for file in sorted(app.path.rglob("doctype/*/*.json")):
        if file.stem == file.parent.name:
            yield file


def _add_imported(app: App, found: dict[str, Declaration]) -> Iterator[Adjustment]:
    """Add what ``app`` declares and nobody else does; what stays out is told.

    Of two files of one doctype that of a listed module holds: Frappe reads no other, so the rest was left behind.
    """
    spelt = {name.casefold(): name for name in found}
    for file in sorted(imported_files(app), key=lambda file: not _is_listed(app, file)):
        try:
            doctype = foreign.read_file(file)
        except DeclarationError as error:
            yield Adjustment(file.stem, None, error.message, app.name)
            continue
        first = found.get(spelt.get(doctype.name.casefold(), ""))
        if not is_doctype_name(doctype.name):
            yield Adjustment(
                doctype.name, None, "the name has signs that a doctype cannot have here", app.name
            )
        elif first is not None:
            why = f"the app {first.app} has a doctype of this name already"
            if first.app == app.name:
                why = f"the app declares it twice; {first.file.relative_to(app.path)} holds"
            if first.doctype.name != doctype.name:
                why = f'its table cannot be told from that of "{first.doctype.name}" of the app {first.app}'
            yield Adjustment(doctype.name, None, why, app.name)
        else:
            spelt[doctype.name.casefold()] = doctype.name
            found[doctype.name] = Declaration(doctype, app.name, file)


def _is_listed(app: App, file: Path) -> bool:
    """Whether ``file`` lies where Frappe looks: ``<module>/doctype/<name>/`` of a module in ``modules.txt``."""
    module = file.parents[2]
    return module.parent == app.path and module.name in app.modules


def _files(root: Path, apps: Sequence[App]) -> Iterator[tuple[str | None, Path]]:
    """(app, file) pairs of the apps that are at home here; None where the module inside the file decides."""
    for app in (app for app in apps if not app.imported):
        for module in app.modules:
            folder = app.path / module
            for file in sorted(folder.glob("doctypes/*.json")):
                yield app.name, file
            for file in sorted(folder.glob("doctype/*/*.json")):
                if file.stem == file.parent.name:
                    yield app.name, file
    for file in sorted((root / "doctypes").glob("*/*.json")):
        yield None, file


def _owner(doctype: DocType, apps: Sequence[App]) -> str | None:
    """The app that a doctype of the shared folder belongs to; an unlisted module is the product's."""
    module = scrub(doctype.module)
    for app in apps:
        if module in app.modules and not app.imported:
            return app.name
    products = [app.name for app in apps if app.name != ENGINE and not app.imported]
    return products[0] if products and not _listed_elsewhere(module, apps) else None


def _listed_elsewhere(module: str, apps: Sequence[App]) -> bool:
    """Whether an app that is not among ``apps`` claims the module."""
    root = apps[0].path.parents[2]
    chosen = {app.name for app in apps}
    others = (app for name, app in find_apps(root).items() if name not in chosen and not app.imported)
    return any(module in app.modules for app in others)


def _app(root: Path, name: str) -> App:
    path = root / "apps" / name / name
    listed = path / "modules.txt"
    modules = listed.read_text().split("\n") if listed.exists() else ENGINE_MODULES if name == ENGINE else ()
    imported = is_imported(path)
    return App(name, path, tuple(scrub(module.strip()) for module in modules if module.strip()), imported)


def _is_app(package: Path) -> bool:
    return package.name == package.parent.name


def _patches(path: Path) -> Iterable[Patch]:
    if not path.exists():
        return
    before = False
    for line in path.read_text().splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            before = line == "[pre_model_sync]"
        elif line and not line.startswith("#"):
            yield Patch(line, before)
