"""Backups: a site as one portable file, and the way back.

An archive holds rows, not pages of a database, so the same file restores into SQLite and into MariaDB. Every part
carries a checksum; ``prove`` restores an archive into a scratch database and compares every table with what was read.
"""

from comptoir.backups.archive import Archive, ArchiveError, Inventory, new_identity, open_archive
from comptoir.backups.prove import Proof, prove
from comptoir.backups.restore import Restored, restore
from comptoir.backups.rotation import Keep, rotate
from comptoir.backups.take import Backup, database_of, take

__all__ = [
    "Archive",
    "ArchiveError",
    "Backup",
    "Inventory",
    "Keep",
    "Proof",
    "Restored",
    "database_of",
    "new_identity",
    "open_archive",
    "prove",
    "restore",
    "rotate",
    "take",
]
