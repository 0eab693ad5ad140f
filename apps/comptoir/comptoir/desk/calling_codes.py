"""The countries of the world with what their telephone numbers begin with, for the picker beside a phone field.

The Desk is given them as a file that is kept in the repository; ``python -m comptoir.desk.calling_codes FILE`` writes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = tuple[str, str, str, str]
"""Region, calling code, the digits dialled before a number at home, what tells its numbers from those of others."""


def rows() -> Iterator[Row]:
    """Every region with a calling code; the main one of a code that several share comes first and is told by nothing."""
    import phonenumbers

    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        for region in regions:
            about = phonenumbers.PhoneMetadata.metadata_for_region(region)
            if about is not None:
                own = "" if region == regions[0] else _own_numbers(about)
                yield region, str(code), about.national_prefix or "", own


def _own_numbers(about: Any) -> str:
    if about.leading_digits:
        return str(about.leading_digits)
    kinds = (about.fixed_line, about.mobile)
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    return f"(?:{'|'.join(dict.fromkeys(patterns))})$"


def as_file() -> str:
    """The text of the file, a row a line."""
    lines = ",\n".join(json.dumps(row) for row in rows())
    return f"[\n{lines}\n]\n"


def main(path: str) -> None:
    """Write the file."""
    Path(path).write_text(as_file(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
