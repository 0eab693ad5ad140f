"""What may be stored: an extension the site accepts, and a content that is what its extension says.

The address a file is served under ends with its extension, and a browser is told what it says. So a page under the name
of a picture is refused, and what machines run under any name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from comptoir.context import Context
from comptoir.errors import ValidationError
from comptoir.sentences import _
from comptoir.sites.settings import site_settings

RUN_BY_MACHINES = frozenset({
    ".app", ".appimage", ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".hta", ".jar", ".jse", ".lnk", ".msi", ".msp",
    ".pif", ".ps1", ".reg", ".scr", ".sys", ".vbe", ".vbs", ".wsf", ".wsh",
})  # fmt: skip
"""Never accepted: a computer runs them when they are opened."""
TOLD_BY_CONTENT: Mapping[str, tuple[str, ...]] = {
    ".png": (".png",),
    ".jpg": (".jpg",),
    ".jpeg": (".jpg",),
    ".gif": (".gif",),
    ".webp": (".webp",),
    ".bmp": (".bmp",),
    ".ico": (".ico",),
    ".pdf": (".pdf",),
    ".mp3": (".mp3", ".mpga"),
    ".mp4": (".mp4", ".m4v", ".mov"),
    ".webm": (".webm", ".mkv"),
    ".docx": (".docx", ".zip"),
    ".xlsx": (".xlsx", ".zip"),
    ".pptx": (".pptx", ".zip"),
    ".odt": (".odt", ".zip"),
    ".ods": (".ods", ".zip"),
    ".odp": (".odp", ".zip"),
    ".zip": (".zip",),
}
"""Extensions whose files all begin alike, and what a content that begins so is called."""
MACHINE_CODE = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe")
"""How programs of Windows, Linux and macOS, and classes of Java, begin."""
READ = 4096
"""Bytes of the beginning that say what a content is."""


def check_kind(ctx: Context, name: str, beginning: bytes) -> None:
    """Raise ``ValidationError`` where a file of this name, or whose content begins so, is not accepted."""
    extension = PurePath(name).suffix.lower()
    accepted = site_settings(ctx).allowed_file_extensions
    if extension in RUN_BY_MACHINES or beginning.startswith(MACHINE_CODE):
        raise ValidationError(
            _("{file} was not stored: files that computers run are not accepted here.", file=name[:140])
        )
    if accepted and extension.removeprefix(".") not in accepted:
        raise ValidationError(
            _(
                "{file} was not stored: this site accepts files that end with {extensions}.",
                file=name[:140],
                extensions=tuple(sorted(accepted)),
            )
        )
    if extension in TOLD_BY_CONTENT and not _is_told(beginning, TOLD_BY_CONTENT[extension]):
        raise ValidationError(
            _(
                "{file} was not stored: what is in it is no {extension} file. Save it again in that format, or give it its right name.",
                file=name[:140],
                extension=extension.removeprefix("."),
            )
        )


def _is_told(beginning: bytes, called: tuple[str, ...]) -> bool:
    import puremagic  # its table of kinds takes longer to read than a request may wait that stores nothing

    try:
        found = puremagic.magic_string(beginning)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.extension in called for match in found)
