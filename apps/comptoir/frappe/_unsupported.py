"""Names of Frappe that are not here say so: an error with what to use instead, which is an ``AttributeError`` too.

``hasattr`` and ``getattr(..., default)`` therefore work as for any missing name. ``from frappe import qb`` raises the
``ImportError`` Python makes of a missing name, and importing an unsupported module says what that module is.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

from comptoir.errors import UnsupportedError

from frappe._options import REFERENCE


class UnsupportedNameError(UnsupportedError, AttributeError):
    """This name of Frappe's interface is not supported."""


class UnsupportedModuleError(UnsupportedError, ModuleNotFoundError):
    """This module of Frappe is not supported."""


FRAPPE: Mapping[str, str] = {
    "qb": "state the question with frappe.get_all (filters, links, groups, aggregates), or frappe.db.sql",
    "connect": "a context opens its database by itself; outside a request use ./bench console or site.context()",
    "init": "a context opens its site by itself; outside a request use ./bench console or site.context()",
    "destroy": "a context closes by itself",
    "reload_doc": "declarations are applied by ./bench migrate",
    "reload_doctype": "declarations are applied by ./bench migrate",
    "get_jenv": "render with frappe.render_template",
    "get_template": "render with frappe.render_template(path)",
    "safe_eval": "declare expressions on fields; code texts are never executed",
    "safe_exec": "code texts are never executed",
    "get_domain_data": "domains do not exist",
    "get_active_domains": "domains do not exist",
    "publish_telemetry": "nothing is reported to anybody",
    "compare_versions": "ask frappe.get_meta or hasattr for what you need",
    "import_doc": "fixtures are JSON files under fixtures/",
    "build_match_conditions": "list with frappe.get_list, which applies the rights itself",
    "desk": "the Desk's methods are called over HTTP",
    "website": "there is no website module",
    "sessions": "sessions are the engine's; frappe.session tells who acts",
}
"""Unsupported names of ``frappe``, and what to do instead."""

DATABASE: Mapping[str, str] = {
    "truncate": "delete with frappe.db.delete, which can be rolled back",
    "sql_ddl": "tables follow their declarations: ./bench migrate",
    "multisql": "write one frappe.get_all that serves both databases",
    "add_index": "declare search_index on the field",
    "add_unique": "declare unique on the field",
    "change_column_type": "tables follow their declarations: ./bench migrate",
    "rename_table": "tables follow their declarations: ./bench migrate",
    "before_commit": "do it before calling commit, or in a hook of the document",
    "before_rollback": "use frappe.db.after_rollback",
    "unbuffered_cursor": "read in pages with start and page_length",
    "begin": "a transaction begins with the first write",
    "connect": "a context opens its database by itself",
    "close": "a context closes its database by itself",
}
"""Unsupported names of ``frappe.db``, and what to do instead."""

MODULES: Mapping[str, str] = {
    "frappe.query_builder": FRAPPE["qb"],
    "frappe.database": "use frappe.db",
    "frappe.website": FRAPPE["website"],
    "frappe.email": "use frappe.sendmail",
    "frappe.integrations": "call other services with a library of your choice",
    "frappe.installer": "apps are installed with ./bench",
    "frappe.migrate": "declarations are applied by ./bench migrate",
    "frappe.utils.safe_exec": FRAPPE["safe_exec"],
    "frappe.utils.redis_wrapper": "use frappe.cache",
    "frappe.model.db_query": "use frappe.get_list",
    "frappe.model.workflow": "workflows have no Python interface yet",
}
"""Unsupported modules, and what to do instead."""


def refuse(owner: str, name: str, known: Mapping[str, str]) -> AttributeError:
    """The error for ``owner.name``."""
    if name.startswith("__"):
        return AttributeError(name)
    instead = f": {known[name]}" if name in known else ""
    return UnsupportedNameError(f"{owner}.{name} is not supported{instead}. {REFERENCE} lists what is.")


class UnsupportedModules(importlib.abc.MetaPathFinder):
    """Asked last; says of the modules known to be missing why they are."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Nothing, or ``UnsupportedModuleError``."""
        instead = MODULES.get(fullname)
        if instead is None:
            return None
        error = UnsupportedModuleError(f"{fullname} is not supported: {instead}. {REFERENCE} lists what is.")
        error.name = fullname
        raise error


def install() -> None:
    """Put the finder behind all others, once."""
    if not any(isinstance(finder, UnsupportedModules) for finder in sys.meta_path):
        sys.meta_path.append(UnsupportedModules())
