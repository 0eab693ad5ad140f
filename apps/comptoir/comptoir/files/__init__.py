"""Files: content stored under its hash, and the File document that says whose it is."""

from comptoir.files.opening import check_address, content_at, file_name, made_private, may_open, public_name
from comptoir.files.store import NewFile, attach, keep, permit, reattach

__all__ = [
    "NewFile", "attach", "check_address", "content_at", "file_name", "keep", "made_private", "may_open", "permit",
    "public_name", "reattach",
]  # fmt: skip
