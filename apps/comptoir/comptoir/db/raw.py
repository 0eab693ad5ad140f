"""One SELECT written by hand, for what the query layer cannot say. The text holds no values: all are bound.

Everything that could carry a second statement, a write, a value or a way out of the site's own tables is refused
before the database sees the text. What a dialect calls a function is the caller's business.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from comptoir.db.database import Database
from comptoir.errors import DataError

logger = logging.getLogger(__name__)

Values = Mapping[str, Any] | Sequence[Any] | str | int | float | None

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<named>%\((?P<key>[A-Za-z_][A-Za-z0-9_]*)\)s)
    | (?P<placed>%s)
    | (?P<quoted>`[^`\\\x00]+`)
    | (?P<number>[0-9]+(?:\.[0-9]*)?)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign><=>|<=|>=|<>|!=|\|\||[(),.*+\-/<>=%])
    """,
    re.VERBOSE,
)
_REFUSED_WORDS = frozenset(
    [
        "insert",
        "update",
        "delete",
        "drop",
        "alter",
        "create",
        "truncate",
        "grant",
        "revoke",
        "call",
        "do",
        "handler",
        "load",
        "lock",
        "unlock",
        "rename",
        "attach",
        "detach",
        "pragma",
        "vacuum",
        "reindex",
        "analyze",
        "begin",
        "commit",
        "rollback",
        "savepoint",
        "release",
        "prepare",
        "execute",
        "deallocate",
        "into",
        "outfile",
        "dumpfile",
        "set",
        "use",
        "shutdown",
        "kill",
        "flush",
        "reset",
        "optimize",
        "repair",
        "install",
        "uninstall",
        "procedure",
    ]
)
_REFUSED_FUNCTIONS = frozenset(
    [
        "sleep",
        "benchmark",
        "load_file",
        "load_extension",
        "get_lock",
        "release_lock",
        "release_all_locks",
        "is_free_lock",
        "is_used_lock",
        "readfile",
        "writefile",
        "edit",
        "eval",
        "fts3_tokenizer",
        "master_pos_wait",
        "extractvalue",
        "updatexml",
        "sys_exec",
        "sys_eval",
        "user",
        "current_user",
        "session_user",
        "system_user",
        "database",
        "schema",
        "version",
    ]
)
_OTHER_DATA = (
    "information_schema",
    "performance_schema",
    "mysql",
    "sys",
    "__",
    "sqlite_",
    "pragma_",
    "dbstat",
)
_COLON = ":"
_TABLE = re.compile(r"tab[A-Z]")


def run_select(db: Database, text: str, values: Values = None) -> sa.CursorResult[Any]:
    """Run the SELECT ``text`` with ``values`` for its ``%s`` or ``%(name)s``. Raises ``DataError`` for any other text."""
    statement, names = _parse(text)
    _complain_once(text)
    return db.execute(*_bound(statement, names, values))


@lru_cache(maxsize=512)
def _parse(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with SQLAlchemy's placeholders, and the names of the values in order; ``#n`` for a placed one."""
    pieces: list[str] = []
    names: list[str] = []
    words: list[str] = []
    position, before = 0, ""
    text = text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise DataError(_refusal(text[position]))
        if (match["sign"] == "-" and text.startswith("--", position)) or text.startswith("/*", position):
            raise DataError("frappe.db.sql takes no comments.")
        position = match.end()
        if match["placed"] or match["named"]:
            name = match["key"] or f"#{len(names)}"
            names.append(name)
            pieces.append(f" :v_{_slot(name)} ")
            continue
        if match["word"] or match["quoted"]:
            _check_word(match, text[position:].lstrip()[:1], first=not words)
            if before == "." and _TABLE.match(match.group().strip("`")):
                raise DataError(
                    "frappe.db.sql reads the tables of its own site: name them without a database."
                )
            words.append(match.group())
        before = before if match["space"] else match.group()
        pieces.append(match.group().replace(_COLON, r"\:"))
    if not words:
        raise DataError("frappe.db.sql needs a SELECT.")
    return "".join(pieces), tuple(names)


def _check_word(match: re.Match[str], following: str, *, first: bool) -> None:
    word = match.group().strip("`").lower()
    if word.startswith(_OTHER_DATA):
        raise DataError(f"frappe.db.sql does not read {word[:60]}: only the tables of doctypes.")
    if match["quoted"]:
        return
    if first and word not in ("select", "with"):
        raise DataError(
            "frappe.db.sql runs SELECT only; write with documents, frappe.db.set_value or frappe.db.delete."
        )
    if word in _REFUSED_WORDS or (word == "replace" and following != "("):
        raise DataError(f"frappe.db.sql runs SELECT only, without the word {word.upper()}.")
    if word in _REFUSED_FUNCTIONS and following == "(":
        raise DataError(f"frappe.db.sql does not call {word.upper()}().")


def _refusal(char: str) -> str:
    if char in "'\"":
        return "frappe.db.sql takes no text in quotes: write %s in its place and pass the value."
    if char == ";":
        return "frappe.db.sql runs one statement, without a semicolon."
    if char == "#":
        return "frappe.db.sql takes no comments."
    return f"frappe.db.sql does not take the sign {char!r}."


def _bound(text: str, names: tuple[str, ...], values: Values) -> tuple[sa.TextClause, dict[str, Any]]:
    given = _by_name(names, values)
    clause = sa.text(text)
    parameters: dict[str, Any] = {}
    for name, value in given.items():
        many = isinstance(value, (list, tuple, set, frozenset))
        clause = clause.bindparams(sa.bindparam(f"v_{_slot(name)}", expanding=many))
        parameters[f"v_{_slot(name)}"] = list(value) if many else value
    return clause, parameters


def _by_name(names: tuple[str, ...], values: Values) -> dict[str, Any]:
    placed = [name for name in names if name.startswith("#")]
    if placed and len(placed) != len(names):
        raise DataError("frappe.db.sql takes either %s or %(name)s, not both in one statement.")
    if not placed:
        given = values if isinstance(values, Mapping) else {}
        lacking = [name for name in names if name not in given]
        if lacking:
            raise DataError(f"frappe.db.sql was given no value for {lacking[0]}.")
        return {name: given[name] for name in names}
    single = isinstance(values, (str, int, float)) or not isinstance(values, Sequence)
    row = [values] if single else list(values)  # type: ignore[arg-type]
    if len(row) != len(placed):
        raise DataError(f"frappe.db.sql has {len(placed)} places for values and was given {len(row)}.")
    return dict(zip(placed, row, strict=True))


def _slot(name: str) -> str:
    return name.replace("#", "p")


@lru_cache(maxsize=512)
def _complain_once(text: str) -> None:
    """Said once per statement and process; the cache is the memory."""
    logger.warning(
        "frappe.db.sql sees no rights and depends on the database; prefer frappe.get_all. Statement: %s",
        " ".join(text.split())[:300],
    )
