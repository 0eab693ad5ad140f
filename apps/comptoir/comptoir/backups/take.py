"""Taking a backup from start to end: written, proven if asked, encrypted if there is anybody to encrypt it to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comptoir.apps.progress import Step, quiet
from comptoir.backups.archive import ENCRYPTED_SUFFIX, PLAIN_SUFFIX, Inventory, encrypt, open_archive
from comptoir.backups.dump import PLACE, Draft, drafted
from comptoir.backups.prove import Proof, keep_proof, prove
from comptoir.backups.trail import record_backup
from comptoir.sites import Site
from comptoir.sites.config import SiteConfig


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup."""

    path: Path
    inventory: Inventory
    proof: Proof | None = None

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size


def take(
    site: Site, *, with_files: bool = False, proven: bool = False, recipients: Sequence[str] = (),
    folder: Path | None = None, root: Mapping[str, Any] | None = None, step: Step = quiet,
) -> Backup:  # fmt: skip
    """Back up ``site``. The proof is made before the encryption, on the site's own kind of database."""
    with drafted(site, with_files=with_files, folder=folder, step=step) as draft:
        proof = None
        if proven:
            with open_archive(draft.path) as archive:
                proof = prove(archive, database_of(site.config, root), step)
        path = _publish(draft, recipients)
    if proof is not None:
        keep_proof(proof, path)
    record_backup(site, path, draft.inventory, proven=proof is not None and proof.holds)
    return Backup(path, draft.inventory, proof)


def _publish(draft: Draft, recipients: Sequence[str]) -> Path:
    """Give the archive its name; where there are recipients, only what is encrypted to them ever has one."""
    if not recipients:
        return draft.path.replace(draft.final)
    secret = draft.final.with_name(draft.final.name.removesuffix(PLAIN_SUFFIX) + ENCRYPTED_SUFFIX)
    encrypt(draft.path, secret, recipients)
    return secret


def database_of(config: SiteConfig, root: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """The ``db_*`` keys with which a scratch database can be made where the site's is; none for SQLite.

    A site's own user may make none: then it takes the account of the server, and SQLite where that is not known.
    """
    if config.db_type == "sqlite":
        return {}
    values = {key: getattr(config, key) for key in PLACE if getattr(config, key)}
    if not config.db_user_host:
        return values
    known = {key: value for key, value in config.raw.items() if key.startswith("db_root_") and value}
    account = known | {key: value for key, value in (root or {}).items() if value}
    own = ("db_name", "db_user", "db_password")
    return {key: value for key, value in values.items() if key not in own} | account if account else {}
