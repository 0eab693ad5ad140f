"""The archive: a ZIP file of JSON lines and files, closed by a inventory; encrypted, an age file around it.

inventory.json              what is inside, with checksums; written last
site_config.json           the site's configuration without the address of its database
tables/<table>.jsonl       one row a line, values in the order of the inventory's columns
files/{public,private}/... uploaded files
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pyrage

from comptoir.backups.values import MODULUS, Stored, digest
from comptoir.errors import ComptoirError
from comptoir.schema import Column, Index, SqlType, Table
from comptoir.sites.filelock import in_use, is_in_use, replacing

FORMAT = 1
INVENTORY = "inventory.json"
CONFIG = "site_config.json"
PLAIN_SUFFIX = ".zip"
ENCRYPTED_SUFFIX = ".zip.age"
OPEN = ".open-"
"""In the folder of sites: where an encrypted archive lies open while it is restored."""
_AGE_MAGIC = b"age-encryption.org/"
_CHUNK = 1 << 20


class ArchiveError(ComptoirError):
    """The backup cannot be used."""

    http_status = 417


@dataclass(frozen=True, slots=True)
class TableContent:
    """One table of an archive: its shape, its rows' count and checksum, and the next number it would give out."""

    table: Table
    rows: int
    checksum: str
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an archive holds."""

    site: str
    created: str
    engine: str
    database: str
    apps: tuple[str, ...]
    tables: tuple[TableContent, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    """Path inside the archive -> SHA-256."""
    with_files: bool = False

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(content.rows for content in self.tables)

    def to_json(self) -> bytes:
        """The inventory's file."""
        values = asdict(self) | {
            "format": FORMAT,
            "tables": [_content_json(content) for content in self.tables],
        }
        return orjson.dumps(values, option=orjson.OPT_INDENT_2)


def table_member(name: str) -> str:
    """Where the rows of a table lie; the name is encoded, as it may hold any character."""
    return f"tables/{name.encode().hex()}.jsonl"


class ArchiveWriter:
    """Fills an archive; ``close`` writes the inventory."""

    def __init__(self, path: Path):
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.files: dict[str, str] = {}

    def rows(self, table: Table, rows: Iterable[list[Stored]], counter: int | None) -> TableContent:
        """Write the rows of one table."""
        count, checksum = 0, 0
        with self._zip.open(table_member(table.name), "w", force_zip64=True) as member:
            for row in rows:
                member.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
                count += 1
                checksum = (checksum + digest(row)) % MODULUS
        return TableContent(table, count, f"{checksum:064x}", counter)

    def file(self, pieces: Iterable[bytes], member: str) -> None:
        """Write a file that comes in pieces."""
        found = hashlib.sha256()
        with self._zip.open(member, "w", force_zip64=True) as target:
            for piece in pieces:
                found.update(piece)
                target.write(piece)
        self.files[member] = found.hexdigest()

    def text(self, member: str, content: bytes) -> None:
        """Write a small part as it is."""
        self._zip.writestr(member, content)

    def close(self, inventory: Inventory) -> None:
        """Finish the archive."""
        self.text(INVENTORY, inventory.to_json())
        self._zip.close()

    def abandon(self) -> None:
        """Close. Without its inventory what is written is no archive."""
        self._zip.close()


class Archive:
    """An archive that is read."""

    def __init__(self, path: Path, opened: zipfile.ZipFile):
        self.path = path
        self._zip = opened
        self.inventory = _read_inventory(path, opened)
        self.config: dict[str, Any] = orjson.loads(opened.read(CONFIG))

    def rows(self, content: TableContent) -> Iterator[list[Stored]]:
        """Rows of a table. Raises ``ArchiveError`` at the end if they are not those that were written."""
        count, checksum = 0, 0
        try:
            with self._zip.open(table_member(content.table.name)) as member:
                for line in member:
                    row = orjson.loads(line)
                    count += 1
                    checksum = (checksum + digest(row)) % MODULUS
                    yield row
        except (zipfile.BadZipFile, orjson.JSONDecodeError, KeyError) as error:
            raise self._damaged(f"the rows of {content.table.name} cannot be read ({error})") from error
        if count != content.rows or f"{checksum:064x}" != content.checksum:
            raise self._damaged(
                f"{content.table.name} holds {count} rows instead of the {content.rows} written"
            )

    def extract(self, member: str, target: Path) -> None:
        """Write one file to ``target``. Raises ``ArchiveError`` if it is not the one that was stored."""
        parts = PurePosixPath(member).parts
        if ".." in parts or PurePosixPath(member).is_absolute():
            raise self._damaged(f"it names the file {member!r}")
        found = hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._zip.open(member) as source, target.open("wb") as file:
                while chunk := source.read(_CHUNK):
                    found.update(chunk)
                    file.write(chunk)
        except (zipfile.BadZipFile, KeyError) as error:
            raise self._damaged(f"the file {member} cannot be read ({error})") from error
        if found.hexdigest() != self.inventory.files[member]:
            raise self._damaged(f"the file {member} is not the one that was stored")

    def _damaged(self, reason: str) -> ArchiveError:
        return ArchiveError(f"The backup {self.path.name} is damaged: {reason}. Use another one.")


@contextmanager
def open_archive(path: Path, identity: str = "", scratch: Path | None = None) -> Iterator[Archive]:
    """The archive in ``path``, decrypted with an age identity where it is encrypted. Raises ``ArchiveError``."""
    if not path.is_file():
        raise ArchiveError(f"There is no file {path}.")
    if scratch is not None:
        _sweep(scratch)
    with TemporaryDirectory(dir=scratch, prefix=OPEN) as folder, in_use(Path(folder)):
        plain = _decrypted(path, identity, Path(folder))
        try:
            opened = zipfile.ZipFile(plain)
        except zipfile.BadZipFile as error:
            raise ArchiveError(f"{path.name} is not a whole backup: {error}.") from error
        with opened:
            yield Archive(path, opened)


def _sweep(scratch: Path) -> None:
    """Delete what processes that were killed had decrypted."""
    for folder in scratch.glob(f"{OPEN}*"):
        if not is_in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)


def encrypt(plain: Path, secret: Path, recipients: Iterable[str]) -> None:
    """Write ``plain`` to ``secret`` in a form that only holders of the identities can open."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError as error:
        raise ArchiveError(
            f"A recipient of the backup is not an age public key (age1...): {error}."
        ) from error
    with plain.open("rb") as source, replacing(secret) as file:
        pyrage.encrypt_io(source, file, keys)


def new_identity() -> tuple[str, str]:
    """A new age key pair: the public recipient, and the identity that opens what is encrypted to it."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def _decrypted(path: Path, identity: str, folder: Path) -> Path:
    with path.open("rb") as file:
        if not file.read(len(_AGE_MAGIC)).startswith(_AGE_MAGIC):
            return path
    if not identity:
        raise ArchiveError(f"{path.name} is encrypted. Name the file with its identity: --identity FILE.")
    plain = folder / "plain.zip"
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in _key_lines(identity)]
        pyrage.decrypt_file(str(path), str(plain), keys)
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        raise ArchiveError(f"{path.name} cannot be opened with this identity: {error}.") from error
    return plain


def _key_lines(identity: str) -> list[str]:
    lines = (line.strip() for line in identity.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _content_json(content: TableContent) -> dict[str, Any]:
    table = content.table
    return {
        "name": table.name,
        "columns": [asdict(column) for column in table.columns],
        "indexes": [asdict(replace(index, beginnings=())) for index in table.sorted_indexes()],
        "rows": content.rows,
        "checksum": content.checksum,
        "counter": content.counter,
    }


def _content(value: Mapping[str, Any]) -> TableContent:
    columns = tuple(Column(**column | {"type": SqlType(**column["type"])}) for column in value["columns"])
    indexes = frozenset(Index(**index | {"columns": tuple(index["columns"])}) for index in value["indexes"])
    return TableContent(
        Table(value["name"], columns, indexes), value["rows"], value["checksum"], value["counter"]
    )


def _read_inventory(path: Path, opened: zipfile.ZipFile) -> Inventory:
    try:
        value = orjson.loads(opened.read(INVENTORY))
        if value.pop("format") != FORMAT:
            raise ArchiveError(f"{path.name} was written by a newer version. Update RegionCRM first.")
        tables = tuple(_content(content) for content in value.pop("tables"))
        return Inventory(**value | {"tables": tables, "apps": tuple(value["apps"])})
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ArchiveError(
            f"{path.name} is not a whole backup of a site: its inventory cannot be read."
        ) from error
