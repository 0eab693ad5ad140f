"""An app of this installation as the tree of a standard Frappe app, which ``bench get-app`` takes as it is.

The app's modules stay where they are, so nothing that imports them changes. A doctype gets Frappe's folder, in which a
small controller inherits the one of the app; rules that only Comptoir knows travel as keys Frappe ignores, and are kept by
``guard`` there. The tree is a pure function of the app: exporting it twice gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.apps.loader import ENGINE, App, Declaration, declarations, select_apps
from comptoir.errors import ConfigurationError, DeclarationError
from comptoir.meta.model import DocType
from comptoir.portable import manifest, rendering
from comptoir.portable.imports import FRAPPE, dotted_name, is_standard, of_module
from comptoir.portable.javascript import condition, form_script, needs_script
from comptoir.portable.survey import declared_requirements
from comptoir.text import scrub, unscrub

Tree = dict[str, bytes]
GUARD = Path(__file__).with_name("guard.py")
GUARD_REQUIREMENTS = ("phonenumbers",)
_CONDITIONS = ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on")
_MODULE_NAMES = {"stdnum": "python-stdnum", "babel": "babel"}
_FRAPPES_OWN = frozenset({
    "Address", "Contact", "Comment", "Communication", "Country", "Currency", "Dashboard", "Dashboard Chart", "DocType", "Email Account", "Event",
    "File", "Form Tour", "Gender", "Language", "Letter Head", "Module Def", "Newsletter", "Note", "Notification", "Number Card", "Page", "Print Format",
    "Report", "Role", "Salutation", "Tag", "ToDo", "User", "Version", "Web Form", "Web Page", "Webhook", "Workflow", "Workspace",
})  # fmt: skip


class ExportRefusedError(DeclarationError):
    """The app needs what a stock Frappe does not have."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    files: int
    doctypes: int
    warnings: tuple[str, ...]


def export_app(root: Path, name: str, out: Path) -> Exported:
    """Write the app ``name`` as a Frappe app into the folder ``out``.

    Raises ``ExportRefusedError`` with everything that a stock Frappe could not run, ``ConfigurationError`` where ``out``
    holds other files.
    """
    app = select_apps(root, [name])[0]
    if app.imported or name == ENGINE:
        raise ConfigurationError(
            f"{name} is not an app of this installation's own, so there is nothing to export."
        )
    declared = _declared(root, app)
    own = _own(app, declared)
    refused = [*_foreign_imports(app), *_foreign_conditions(own)]
    if refused:
        lines = "\n".join(f"  {line}" for line in refused)
        raise ExportRefusedError(f"{name} needs what a stock Frappe does not have:\n{lines}")
    tree = build(root, app, declared)
    _write(out, tree)
    return Exported(len(tree), len(own), tuple(_warnings(own)))


def build(root: Path, app: App, declared: Mapping[str, Declaration]) -> Tree:
    """Every file of the exported app by its path, in order. ``declared`` holds the engine's doctypes as well."""
    own = _own(app, declared)
    doctypes = {name: declaration.doctype for name, declaration in own.items()}
    rules = rendering.rules_of(doctypes)
    records = manifest.records(root, app, {name: entry.doctype for name, entry in declared.items()})
    requirements = _requirements(app, guarded=bool(rules))
    tree: Tree = dict(_code(app))
    tree |= manifest.files(root, app, module_titles(app, own).values(), requirements, records)
    inside = manifest.fixtures(records) | manifest.translations(app, GUARD if rules else None)
    if rules:
        inside |= {"_checks.py": GUARD.read_bytes(), "_rules.py": rendering.rules_module(rules).encode()}
    tree |= {f"{app.name}/{path}": data for path, data in inside.items()}
    tree |= {f"{app.name}/{module}/__init__.py": b"" for module in app.modules} | tree
    tree |= _print_formats(root, app)
    for declaration in own.values():
        tree |= _doctype_files(app, declaration.doctype, rules)
    return dict(sorted(_with_packages(app.name, tree).items()))


def _own(app: App, declared: Mapping[str, Declaration]) -> dict[str, Declaration]:
    return {name: entry for name, entry in sorted(declared.items()) if entry.app == app.name}


def module_titles(app: App, own: Mapping[str, Declaration]) -> dict[str, str]:
    """The title of every module of the app by its folder; what its doctypes call it, else made of the folder."""
    titles = {module: unscrub(module) for module in app.modules}
    return titles | {scrub(entry.doctype.module): entry.doctype.module for entry in own.values()}


def _declared(root: Path, app: App) -> dict[str, Declaration]:
    found = declarations(root, select_apps(root, [ENGINE, app.name]))
    if found.problems:
        raise DeclarationError("\n".join(["The declarations cannot be read.", *found.problems]))
    return found.found


def _doctype_files(app: App, doctype: DocType, rules: rendering.Rules) -> Tree:
    module, name = scrub(doctype.module), scrub(doctype.name)
    folder = f"{app.name}/{module}/doctype/{name}"
    own = rendering.has_class(app.path / module / f"{name}.py", doctype.name)
    guarded = rendering.is_guarded(doctype, rules)
    base = f"{app.name}.{module}.{name}" if own else None
    tree = {
        f"{folder}/{name}.json": rendering.declaration(doctype).encode(),
        f"{folder}/{name}.py": rendering.controller(doctype, app.name, base, guarded=guarded).encode(),
    }
    if not doctype.istable:
        tree[f"{folder}/{name}.js"] = form_script(doctype).encode()
    return tree


def _code(app: App) -> Iterator[tuple[str, bytes]]:
    """The app's own modules and other files, where they are; what is written anew is left out."""
    left = {app.path / name for name in ("hooks.py", "modules.txt")}
    for path in sorted(app.path.rglob("*")):
        inside = path.relative_to(app.path)
        if path.is_file() and not path.is_symlink() and path not in left and not _is_litter(inside):
            yield f"{app.name}/{inside.as_posix()}", path.read_bytes()


def _is_litter(path: Path) -> bool:
    folders = {"__pycache__", "doctypes", "locale", "fixtures", "node_modules"}
    return path.suffix == ".pyc" or bool(folders.intersection(path.parts[:-1]))


def _print_formats(root: Path, app: App) -> Tree:
    """Print Format documents kept as ``print_formats/<module>/<name>.json``, their HTML in a file beside them."""
    tree: Tree = {}
    for path in sorted((root / "print_formats").glob("*/*.json")):
        if path.parent.name not in app.modules:
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        page = path.with_suffix(".html")
        if page.exists():
            record["html"] = page.read_text(encoding="utf-8")
        record |= {
            "doctype": "Print Format",
            "standard": "Yes",
            "name": record.get("name") or unscrub(path.stem),
        }
        stem = scrub(record["name"])
        folder = f"{app.name}/{path.parent.name}/print_format/{stem}"
        tree[f"{folder}/{stem}.json"] = manifest.as_json(rendering.STAMP | record)
    return tree


def _with_packages(name: str, tree: Tree) -> Tree:
    """Frappe finds modules by import: every folder with Python or JSON in it becomes a package."""
    folders = {parent for path in tree if path.endswith((".py", ".json")) for parent in Path(path).parents}
    wanted = (folder for folder in folders if folder.parts[:1] == (name,))
    empty = {
        f"{folder.as_posix()}/__init__.py": b""
        for folder in wanted
        if folder.name not in ("fixtures", "locale", "translations")
    }
    return empty | tree


def _requirements(app: App, *, guarded: bool) -> list[str]:
    wanted = set(declared_requirements(app.path.parent / "pyproject.toml"))
    return sorted(wanted | (set(GUARD_REQUIREMENTS) if guarded else set()))


def _foreign_imports(app: App) -> Iterator[str]:
    """Imports that are neither Python's, Frappe's, the app's own nor a declared requirement."""
    declared = {
        name.lower().replace("_", "-") for name in declared_requirements(app.path.parent / "pyproject.toml")
    }
    for path in sorted(app.path.rglob("*.py")):
        for found in of_module(path, dotted_name(path, app.path)):
            package = _MODULE_NAMES.get(found.top, found.top).lower().replace("_", "-")
            known = found.top in (FRAPPE, app.name) or is_standard(found.module) or package in declared
            if not known:
                place = path.relative_to(app.path.parent)
                yield f"{place}:{found.line}: imports {found}, which is no declared requirement of the app"


def _foreign_conditions(own: Mapping[str, Declaration]) -> Iterator[str]:
    for name, declaration in own.items():
        for field in declaration.doctype.fields:
            for key in _CONDITIONS:
                source = getattr(field, key)
                if source and (why := _why_not(source)):
                    yield f"{name}.{field.fieldname}: {key} {source!r}: {why}"
        for action in declaration.doctype.actions:
            if (
                needs_script(action)
                and action.get("depends_on")
                and (why := _why_not(str(action["depends_on"])))
            ):
                yield f"{name}, action {action.get('label')}: {why}"


def _why_not(source: str) -> str | None:
    try:
        condition(source)
    except DeclarationError as error:
        return error.message
    return None


def _warnings(own: Mapping[str, Declaration]) -> Iterator[str]:
    taken = sorted(own.keys() & _FRAPPES_OWN)
    if taken:
        yield (
            f"Frappe has doctypes of its own called {', '.join(taken)}; installing the app puts ours in their place. "
            "Rename them first where that matters."
        )


def _write(out: Path, tree: Tree) -> None:
    present = (
        {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        if out.exists()
        else set()
    )
    strange = sorted(present - tree.keys())
    if strange:
        raise ConfigurationError(
            f"{out} holds files that are not of this export, such as {strange[0]}. Name an empty folder."
        )
    for name, data in tree.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
