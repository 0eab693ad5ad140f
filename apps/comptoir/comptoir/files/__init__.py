"""Files: content stored under its hash, and the File document that says whose it is."""

from comptoir.files.opening import PRIVATE, PUBLIC, check_address, file_name
from comptoir.files.store import NewFile, attach, permit, reattach, write_once

__all__ = [
    "PRIVATE", "PUBLIC", "NewFile", "attach", "check_address", "file_name", "permit", "reattach", "write_once",
]  # fmt: skip
