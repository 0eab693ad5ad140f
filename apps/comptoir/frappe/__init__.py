"""The API that application code imports: Frappe's names over Comptoir's layers.

Every function works on the active context (``comptoir.context.current``); there is none outside a request, a job
or ``site.context()``. Nothing here has logic of its own: each name lives in the module of its family, and a name of
Frappe that is not here says what to use instead.
"""

from __future__ import annotations

from typing import Any

from comptoir.attrdict import AttrDict
from comptoir.hooks import whitelist
from comptoir.text import scrub, unscrub

from frappe import _unsupported, defaults, exceptions, model, permissions, utils
from frappe._access import (
    get_roles,
    get_user,
    has_permission,
    has_role,
    only_for,
    only_has_select_perm,
    set_user,
)
from frappe._apps import (
    call,
    clear_cache,
    get_app_path,
    get_attr,
    get_doctype_app,
    get_hooks,
    get_installed_apps,
    get_module,
    get_module_path,
    get_newargs,
    get_pymodule_path,
    get_site_config,
    get_site_path,
    is_whitelisted,
    read_only,
    validate_and_sanitize_search_inputs,
)
from frappe._background import (
    enqueue,
    enqueue_doc,
    get_traceback,
    log_error,
    logger,
    publish_progress,
    publish_realtime,
    sendmail,
)
from frappe._cache import CacheFace
from frappe._db import DatabaseFace
from frappe._document_verbs import (
    clear_document_cache,
    copy_doc,
    delete_doc,
    delete_doc_if_exists,
    get_cached_doc,
    get_cached_value,
    get_doc,
    get_last_doc,
    get_meta,
    get_single,
    get_single_value,
    get_value,
    is_submittable,
    new_doc,
    rename_doc,
    set_value,
)
from frappe._json import as_json, compare, get_lang, get_system_settings, get_website_settings, parse_json
from frappe._lists import get_all, get_list
from frappe._local import conf, flags, form_dict, get_request_header, local, request, response, session
from frappe._messages import (
    _,
    _lt,
    bold,
    clear_last_message,
    clear_messages,
    get_message_log,
    msgprint,
    throw,
    toast,
)
from frappe._printing import attach_print, get_print
from frappe._render import render_template
from frappe.exceptions import *  # noqa: F403
from frappe.utils import cint, cstr, flt, format_value
from frappe.utils.texts import generate_hash, safe_decode, safe_encode

__version__ = "16.0.0"

__all__ = [  # noqa: PLE0604
    "_", "_dict", "_lt", "as_json", "attach_print", "bold", "cache", "call", "cint", "clear_cache",
    "clear_document_cache", "clear_last_message", "clear_messages", "compare", "conf", "copy_doc",
    "cstr", "db", "defaults", "delete_doc", "delete_doc_if_exists", "enqueue", "enqueue_doc",
    "exceptions", "flags", "flt", "form_dict", "format", "format_value", "generate_hash", "get_all",
    "get_app_path", "get_attr", "get_cached_doc", "get_cached_value", "get_doc", "get_doctype_app",
    "get_hooks", "get_installed_apps", "get_lang", "get_last_doc", "get_list", "get_message_log",
    "get_meta", "get_module", "get_module_path", "get_newargs", "get_print", "get_pymodule_path", "get_request_header", "get_roles",
    "get_single", "get_single_value", "get_site_config", "get_site_path", "get_system_settings",
    "get_traceback", "get_user", "get_value", "get_website_settings", "has_permission", "has_role",
    "is_submittable", "is_whitelisted", "local", "log_error", "logger", "model", "msgprint", "new_doc",
    "only_for", "only_has_select_perm", "parse_json", "permissions", "publish_progress",
    "publish_realtime", "read_only", "rename_doc", "render_template", "request", "response",
    "safe_decode", "safe_encode", "scrub", "sendmail", "session", "set_user", "set_value", "throw",
    "toast", "unscrub", "utils", "validate_and_sanitize_search_inputs", "whitelist",
    *exceptions.__all__,
]  # fmt: skip

_unsupported.install()
_dict = AttrDict
db = DatabaseFace()
cache = CacheFace()
format = format_value


def __getattr__(name: str) -> Any:
    raise _unsupported.refuse("frappe", name, _unsupported.FRAPPE)
