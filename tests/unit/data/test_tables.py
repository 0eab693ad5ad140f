"""Reading files of rows: what they are written in, and what is refused before it is opened."""

from __future__ import annotations

import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from comptoir.data import weighing
from comptoir.data.encodings import encoding_of, separator_of
from comptoir.data.tables import Written, open_table
from comptoir.errors import DataError

RUSSIAN = "Имя клиента;Город\r\nОрхидея;Санкт-Петербург\r\nЛилия;Нижний Новгород\r\n"
FRENCH = "Nom;Ville\r\nCafé Élysée;Besançon\r\nHôtel du Château;Saint-Étienne\r\n"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def cells(path: Path, written: Written | None = None) -> list[list[object]]:
    table = open_table(path, written)
    return [list(table.heading), *(list(row) for _, row in table.rows())]


def excel(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def changed(path: Path, part: str, text: str | bytes) -> Path:
    """The workbook with ``text`` in place of one of its parts."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in (parts | {part: text}).items():
            book.writestr(name, content)
    return path


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", ODS.format(rows=rows))
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"), (RUSSIAN, "utf-8-sig"), (RUSSIAN, "utf-16"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"), (FRENCH, "utf-8"), (FRENCH, "cp1252"),
    ],
)  # fmt: skip
def test_encodings_are_found(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    assert encoding == encoding_of(path)
    assert [line.split(";") for line in text.splitlines()] == cells(path)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "file.csv"
    rows = [["Name", "Note", "Price"], ["a", "one, two; three", "1"], ["b", "x|y", "2"]]
    path.write_text("\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows))
    assert separator == separator_of(path, "utf-8")
    assert rows == cells(path)


def test_a_wrong_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(RUSSIAN.encode("cp1251"))
    with pytest.raises(DataError, match="is not written in utf-8"):
        cells(path, Written("utf-8", ";"))


def test_a_workbook_keeps_its_types_and_row_numbers(tmp_path: Path) -> None:
    path = excel(
        tmp_path / "named.csv", ["Name", "Day", "Moment", "Price"], [],
        ["a", date(2025, 3, 21), datetime(2025, 3, 21, 8, 30), 12.5],
    )  # fmt: skip
    table = open_table(path)
    assert ("Name", "Day", "Moment", "Price") == table.heading
    assert [(3, ["a", date(2025, 3, 21), datetime(2025, 3, 21, 8, 30), 12.5])] == list(table.rows())
    assert [] == list(table.rows(after=3))


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cell.format(text)}</table:table-row>" for text in ("Name", "a"))
    padding = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    assert [["Name"], ["a"]] == cells(ods(tmp_path / "file.ods", rows + padding))


def test_the_line_of_who_exported_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("Name,City\n# 1,Lyon\n# Exported by somebody\n")
    assert [["Name", "City"], ["# 1", "Lyon"]] == cells(path)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    for content in (b"\x89PNG\r\n\0\0\0", b"PK\x03\x04 and no more", b"", b"\n\n"):
        path = tmp_path / "file.xlsx"
        path.write_bytes(content)
        with pytest.raises(DataError):
            open_table(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = excel(tmp_path / "bomb.xlsx", ["Name"])
    changed(path, "xl/sharedStrings.xml", b"<sst>" + b" " * 300 * 1024**2 + b"</sst>")
    tracemalloc.start()
    with pytest.raises(DataError, match="unpacks to far more"):
        open_table(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024**2


@pytest.mark.parametrize(
    "sheet",
    [
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>',
        f"<x:worksheet {MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData><x:row r='9000000'><x:c r='A9000000'><x:is/></x:c></x:row></x:sheetData></x:worksheet>",
    ],
)
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(tmp_path: Path, sheet: str) -> None:
    path = changed(excel(tmp_path / "wide.xlsx", ["Name"]), SHEET, sheet)
    with pytest.raises(DataError, match="at most"):
        open_table(path)


def test_a_cell_without_content_far_away_does_no_harm(tmp_path: Path) -> None:
    sheet = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>'
    path = changed(excel(tmp_path / "padded.xlsx", ["Name"]), SHEET, sheet)
    assert [["Name"]] == cells(path)


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000000"/></table:table-row>',
        '<table:table-row table:number-rows-repeated="4000000000"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>',
    ],
)
def test_a_million_columns_are_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(DataError, match="at most"):
        open_table(ods(tmp_path / "file.ods", rows))


def test_a_million_columns_of_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(",".join(["a"] * 1_000_000) + "\n1,2\n")
    with pytest.raises(DataError, match="at most 500 columns"):
        open_table(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    for part in (SHEET, "xl/sharedStrings.xml"):
        path = changed(excel(tmp_path / "entities.xlsx", ["Name"]), part, laughs)
        with pytest.raises(DataError, match="entities"):
            open_table(path)


def test_a_sheet_under_another_ending_is_refused(tmp_path: Path) -> None:
    path = excel(tmp_path / "hidden.xlsx", ["Name"])
    relations = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="media/a.png"/></Relationships>'
    )
    with pytest.raises(DataError, match="macros"):
        open_table(changed(path, weighing.RELATIONS, relations))


def test_a_quotation_mark_that_is_never_closed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text('Name,City\n"a,b\n' + "x,y\n" * 100_000)
    with pytest.raises(DataError, match="quotation mark"):
        list(open_table(path).rows())
