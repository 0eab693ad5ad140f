"""The tables of the engine itself: what every site has besides the tables of its doctypes."""

from __future__ import annotations

from comptoir.schema.model import (
    BIGINT,
    DATETIME,
    INT,
    LONGTEXT,
    NAME,
    TEXT,
    TINYINT,
    Column,
    SqlType,
    Table,
    fulltext,
    index,
)


def _key(name: str, length: int = NAME.length, *, binary: bool = False) -> Column:
    return Column(
        name,
        SqlType("varchar", length),
        nullable=False,
        primary_key=True,
        collation="binary" if binary else "nocase",
    )


def _text(name: str, sql_type: SqlType = NAME) -> Column:
    return Column(name, sql_type, collation="nocase")


def _code(name: str) -> Column:
    """Letters and digits of a fixed alphabet, such as a checksum."""
    return Column(name, SqlType("varchar", 64), collation="binary")


def _number(name: str, sql_type: SqlType) -> Column:
    return Column(name, sql_type, nullable=False, default=0)


AUTH = Table(
    "__Auth",
    (
        _key("doctype"),
        _key("name", 255),
        _key("fieldname"),
        _text("password", TEXT),
        _number("encrypted", TINYINT),
    ),
)
"""Password hashes and encrypted secrets, apart from the documents that own them."""

SERIES = Table("tabSeries", (_key("name"), _number("current", BIGINT)))
"""The last number given out per naming series."""

SINGLES = Table("tabSingles", (_key("doctype"), _key("field"), _text("value", LONGTEXT)))
"""The values of single doctypes, one row per field."""

DOCTYPES = Table(
    "__doctype",
    (
        _key("name"),
        _text("app"),
        _text("module"),
        _number("custom", TINYINT),
        _text("hash", SqlType("varchar", 64)),
        _text("json", LONGTEXT),
    ),
)
"""The declarations applied on this site: what the running site believes."""

PATCHES = Table("__patch_log", (_key("patch", 255, binary=True), Column("applied_at", DATETIME)))
"""The patches that have run."""

SESSIONS = Table(
    "__session",
    (
        _key("sid_hash", 64, binary=True),
        _text("user"),
        _text("data", TEXT),
        _text("address", SqlType("varchar", 64)),
        _text("user_agent", SqlType("varchar", 255)),
        Column("created", DATETIME),
        Column("last_seen", DATETIME),
        Column("expires", DATETIME),
    ),
    frozenset({index("user"), index("expires")}),
)
"""Signed-in sessions; the session id itself is never stored."""

ANSWERS = Table(
    "__idempotency",
    (
        _key("user"),
        _key("idempotency_key", 255, binary=True),
        _text("fingerprint", SqlType("varchar", 64)),
        Column("status", BIGINT),
        _text("headers", TEXT),
        _text("body", LONGTEXT),
        Column("created", DATETIME),
    ),
    frozenset({index("created")}),
)
"""Answers to requests that carried an Idempotency-Key; one without a status is being worked on."""

JOB_RUNS = Table(
    "__job_run", (_key("run", 255, binary=True), Column("ended", DATETIME)), frozenset({index("ended")})
)
"""The jobs whose changes are kept: each in the transaction it tells of."""

USER_SETTINGS = Table("__UserSettings", (_key("user"), _key("doctype"), _text("data", LONGTEXT)))
"""How users have set up the screens of each doctype (``comptoir.desk.user_settings``)."""

BULKS = Table(
    "__bulk",
    (
        _key("name", 32, binary=True),
        _text("user"),
        _text("doctype"),
        _text("action", SqlType("varchar", 32)),
        _text("detail", LONGTEXT),
        _text("status", SqlType("varchar", 32)),
        _text("message", TEXT),
        _number("total", INT),
        Column("created", DATETIME),
    ),
    frozenset({index("created")}),
)
"""What was asked for many documents at once (``comptoir.desk.bulk``)."""

BULK_ROWS = Table(
    "__bulk_row",
    (
        _key("bulk", 32, binary=True),
        Column("position", INT, nullable=False, primary_key=True),
        _text("name", SqlType("varchar", 255)),
        _number("status", TINYINT),
        _text("message", TEXT),
        _text("kept", LONGTEXT),
        Column("stamp", DATETIME),
    ),
)
"""What became of each of these documents, and what stood in it before."""

WORDS = Table(
    "__word",
    (_key("doctype"), _key("word", 64, binary=True), _key("name")),
    frozenset({index("doctype", "name", "word")}),
)
"""The word index: which words begin in which documents."""

SEARCH = Table(
    "__search",
    (
        Column("id", BIGINT, nullable=False, primary_key=True, autoincrement=True),
        _text("doctype"),
        _text("name"),
        Column("terms", LONGTEXT, collation="binary"),
    ),
    frozenset({index("doctype", "name", unique=True), fulltext("terms")}),
)
"""The search index (``comptoir.search``): the terms of every document that is found from everywhere."""

TRACES = Table(
    "__trace",
    (
        _key("name", 32, binary=True),
        Column("creation", DATETIME),
        Column("modified", DATETIME),
        _text("owner"),
        _text("modified_by"),
        _number("docstatus", TINYINT),
        _number("idx", INT),
        _text("operation"),
        _text("user"),
        _text("reference_doctype"),
        _text("reference_name", SqlType("varchar", 255)),
        _text("ip_address"),
        _text("detail", LONGTEXT),
        _code("mark"),
        Column("seq", BIGINT),
        _code("seal"),
    ),
    frozenset({index("seq", unique=True), index("creation"), index("operation", "creation"), index("user")}),
)
"""The audit trail (``comptoir.traces``): the columns every document has, what was done, and its place in the chain."""

TRACE_CHAIN = Table(
    "__trace_chain",
    (
        _key("name", 32, binary=True),
        _code("chain"),
        _code("key_id"),
        _number("seq", BIGINT),
        _code("seal"),
        _number("pruned_seq", BIGINT),
        _code("pruned_seal"),
        _code("pruned_mark"),
    ),
)
"""The one row whoever lengthens or shortens the chain holds: its last entry, and the last that was pruned."""

ENGINE_TABLES: tuple[Table, ...] = (
    AUTH, SERIES, SINGLES, DOCTYPES, PATCHES, SESSIONS, ANSWERS, JOB_RUNS, USER_SETTINGS, BULKS, BULK_ROWS,
    WORDS, SEARCH, TRACES, TRACE_CHAIN,
)  # fmt: skip
