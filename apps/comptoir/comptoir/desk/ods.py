"""OpenDocument spreadsheets, written row by row into their ZIP: no more than a row is held in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Self
from xml.sax.saxutils import escape, quoteattr

from comptoir.context import Context
from comptoir.desk.sheets import LONGEST_CELL, sheet_name

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
    f'xmlns:text="{OFFICE}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>'
)
META = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-meta xmlns:office="{OFFICE}:office:1.0" xmlns:meta="{OFFICE}:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>'
    "<meta:initial-creator>{user}</meta:initial-creator><dc:creator>{user}</dc:creator><dc:title>{title}</dc:title>"
    "<dc:description>{text}</dc:description><dc:date>{moment}</dc:date></office:meta></office:document-meta>"
)
PARTS = {"content.xml": "text/xml", "meta.xml": "text/xml"}


class OdsSheet:
    """A table of the rows and one that says who took them, which the properties of the file say too."""

    suffix = ".ods"
    media = "application/vnd.oasis.opendocument.spreadsheet"

    def __init__(self, ctx: Context, path: Path, title: str):
        self._title = title
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self._zip.writestr(
            zipfile.ZipInfo("mimetype"), self.media
        )  # first and unpacked, as the standard asks
        self._content = io.TextIOWrapper(self._zip.open("content.xml", "w", force_zip64=True), "utf-8")
        self._meta = ""

    def __enter__(self) -> Self:
        self._content.write(f"{HEAD}<table:table table:name={quoteattr(sheet_name(self._title))}>")
        return self

    def __exit__(self, *failure: object) -> None:
        self._content.write("</office:spreadsheet></office:body></office:document-content>")
        self._content.close()
        self._zip.writestr("meta.xml", self._meta)
        self._zip.writestr("META-INF/manifest.xml", _manifest(self.media))
        self._zip.close()

    def heading(self, titles: Sequence[str], names: Sequence[str]) -> None:
        self._content.write("<table:table-header-rows>")
        self.row(titles)
        self._content.write("</table:table-header-rows>")

    def row(self, values: Sequence[Any]) -> None:
        self._content.write(f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>")

    def mark(self, text: str, user: str, moment: datetime) -> None:
        self._content.write('</table:table><table:table table:name="Export">')
        self.row([text])
        self._content.write("</table:table>")
        self._meta = META.format(
            user=_plain(user), title=_plain(self._title), text=_plain(text), moment=moment.isoformat()
        )


def _cell(value: Any) -> str:
    """A cell whose type says what it holds: a text in it is no formula."""
    match value:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
        case int() | float() | Decimal():
            kind = f'office:value-type="float" office:value="{value}"'
        case date():
            kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        case timedelta():
            kind = f'office:value-type="time" office:time-value="PT{int(value.total_seconds())}S"'
        case _:
            kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{_plain(str(value))}</text:p></table:table-cell>"


def _plain(text: str) -> str:
    """``text`` as XML can hold it."""
    return escape("".join(c for c in text[:LONGEST_CELL] if c in "\t\n\r" or _is_character(ord(c))))


def _is_character(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _manifest(media: str) -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in {"/": media, **PARTS}.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.3">{entries}</manifest:manifest>'
    )
