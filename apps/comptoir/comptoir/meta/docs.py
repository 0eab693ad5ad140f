"""Reference pages made from the registries: ``docs/reference/field-types.md`` and ``docs/reference/checks.md``.

``python -m comptoir.meta.docs docs/reference`` writes them; a test holds that they are up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from comptoir.meta import checks, fieldtypes
from comptoir.meta.fieldtypes import FieldType, Storage, StorageKind
from comptoir.meta.masking import KINDS
from comptoir.meta.rules import NORMALISERS

_FAMILY_TITLES = {
    "text": "Text",
    "markup": "Text with markup",
    "structured": "Text with a structure",
    "choice": "Choices",
    "numbers": "Numbers",
    "dates": "Dates and times",
    "links": "References",
    "media": "Files and pictures",
    "layout": "Layout",
}

_FIELD_TYPES = """# Field types

<!-- Made by `python -m comptoir.meta.docs docs/reference`; change the classes in comptoir/meta/fieldtypes instead. -->

The {count} types of Frappe. A type decides the column, how a value is read and checked, how it is shown, and the control in
the Desk. Reading is strict: what cannot be read is refused with a sentence that names the field; nothing is guessed.

{families}
## How values are read

- **Text.** Short text (every type in a `varchar` column) loses the blanks around it. Text of blanks only is empty. `length`
  sets the size of a short text, up to 1,000 characters. Values that are too long are refused, never cut.
- **Numbers.** `1234.5`, `-3`, `1e3`. `1 234,50` and `1,234.50` are refused, because what the comma means depends on who wrote
  it; so are NaN and infinity. An Int is a whole number of 32 bits; with a `length` above 11 it has 64.
- **Rounding.** Float, Currency and Percent are rounded to `precision` digits when written, on their decimal digits. Without a
  `precision` nine digits are kept; for a Currency, as many as System Settings say. Half a digit goes to the even neighbour
  (Banker's Rounding: 0.125 -> 0.12, 0.135 -> 0.14), as in Frappe 15, or away from zero where System Settings ask for
  Commercial Rounding (0.125 -> 0.13).
- **Dates and times.** `2026-02-28`, `2026-02-28 09:30:00.5`, `2026-02-28T09:30:00Z`, `9:30`. A moment with an offset is moved to
  the site's time zone. A Date takes the day of a moment. Years have four digits, from 1000 on.
- **Empty values.** Empty numbers and checks are 0, empty tables have no rows, everything else is null.
- **HTML.** Text Editor and HTML Editor keep the tags, attributes, styles and addresses of an allow-list. Scripts, event handlers
  and frames are removed. `ignore_xss_filter` on the field switches that off. Markdown is cleaned where it is shown.
- **Options of Data.** `Email` takes one address or several with commas between them; `Phone` a number that could be dialled, with
  the country code or local to the site's country; `URL` an absolute `http`, `https` or `ftp` address; `Name` no signs that names
  do not have; `Barcode` visible ASCII; `IBAN` a number with the right check digits.
- **Secrets.** The column of a Password holds stars. The REST interface sends stars; sent back, they change nothing.

## Rules of Comptoir on a field

| property | on | meaning |
|---|---|---|
| `mask` | short text | the form of the value: `9` a digit, `A` a letter, `*` either, `[ ]` an optional part, `\\` makes the next character literal, anything else stands for itself |
| `pattern` | short text | a regular expression that the whole value matches |
| `pattern_message` | short text | what to say when it does not |
| `normalise` | text | what is done to the value when it is read, one or several in order: {normalisers} |
| `minimum`, `maximum` | numbers | the smallest and the largest value permitted |
| `masking` | values of their own | what is shown to who reads the document but not the field's permission level: {maskings} |
| `not_summed` | numbers | 1 where a sum means nothing: tables, lists, boards and reports do not add the values up. Of what is called `rate`, `price`, `factor` or `percent`, alone or at the end (`hourly_rate`), `unit_cost` or `cost_per_...` it is known |

Mask and pattern are not asked of an empty value. The `phone` normaliser writes the international form (`+33199001234`) where the number can
be read, and leaves it alone otherwise.

A masked value is a text: of a Phone its country and last two digits (`+33 6 •• •• •• 42`), of an E-mail the first letter and the host
(`a•••@example.com`), the Last 4 letters and digits (`•••• 0185`), or, with All, dots alone. It is shown in lists, documents, prints, files
and histories. Who sees it cannot search, filter, sort, group or count by the field, and sending the mask back changes nothing.
[More](../explanation/masking.md).

A `pattern` is written in what Python and JavaScript read alike: literals, `.`, classes, `\\d \\w \\s` (ASCII) and their
opposites, groups, `|`, and `? * + {{n}} {{n,}} {{n,m}}`. Look-around, back references, flags and lazy quantifiers are refused, and so is
a repetition within a repetition that can be read in many ways, such as `(a+)+`: it would hang a browser. On the server the time
to match is proportional to the length of the value.
"""

_CHECKS = """# Checks of declarations

<!-- Made by `python -m comptoir.meta.docs docs/reference`; change the rules in comptoir/meta/checks instead. -->

What `./bench migrate` and saving a DocType make sure of, before anything is applied. All problems are reported at once, each with
the id, the doctype and field, and what to do. An id is never given to another check.

| id | what holds |
|---|---|
{rows}
"""


def field_types_page() -> str:
    """The text of ``field-types.md``."""
    return _FIELD_TYPES.format(
        count=len(fieldtypes.REGISTRY),
        families="\n".join(_families()),
        normalisers=", ".join(f"`{name}`" for name in NORMALISERS),
        maskings=", ".join(f"`{name}`" for name in KINDS),
    )


def checks_page() -> str:
    """The text of ``checks.md``."""
    return _CHECKS.format(rows="\n".join(f"| `{rule.id}` | {rule.holds} |" for rule in checks.RULES))


PAGES: Mapping[str, Callable[[], str]] = {"field-types.md": field_types_page, "checks.md": checks_page}


def _families() -> Iterator[str]:
    for family in fieldtypes.FAMILIES:
        name = family.__name__.rpartition(".")[2]
        yield f"## {_FAMILY_TITLES[name]}\n"
        yield "| type | | column | `options` | control |"
        yield "|---|---|---|---|---|"
        yield from _rows(fieldtype() for fieldtype in family.TYPES)
        yield ""


def _rows(types: Iterable[FieldType]) -> Iterator[str]:
    for fieldtype in types:
        column = column_text(fieldtype.storage) if fieldtype.storage else ""
        options = fieldtype.options_meaning
        yield f"| {fieldtype.name} | {fieldtype.purpose} | {column} | {options} | `{fieldtype.widget}` |"


def column_text(storage: Storage) -> str:
    """A column as SQL writes it."""
    text = str(storage.kind)
    if storage.kind is StorageKind.DECIMAL:
        text += f"({storage.length},{storage.scale})"
    elif storage.length or storage.scale:
        text += f"({storage.length or storage.scale})"
    return f"`{text}`" if storage.nullable else f"`{text}` default {storage.default}"


def main(folder: str) -> None:
    """Write the pages into ``folder``."""
    for name, page in PAGES.items():
        (Path(folder) / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
