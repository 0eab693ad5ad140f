"""The table of ``docs/reference/frappe-deviations.md``, made from what the exchanges declare under ``differs``.

``python tests/contract/deviations.py`` writes it; a test holds that it is up to date.
"""

from __future__ import annotations

import json
from pathlib import Path

CASES = Path(__file__).parent / "cases"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "frappe-deviations.md"
BEGIN = "<!-- Made by `python tests/contract/deviations.py` from tests/contract/cases; change it there. -->\n"
END = "<!-- End of what is made. -->\n"
COLUMNS = ("request", "frappe", "here", "why")


def declared() -> list[dict[str, str]]:
    """Every deviation once, in the order of the groups' names."""
    found = []
    for path in sorted(CASES.glob("*.json")):
        found += [one["differs"] for one in json.loads(path.read_text()) if "differs" in one]
    return list({tuple(entry.items()): entry for entry in found}.values())


def table() -> str:
    """The table."""
    rows = ["| request | Frappe | here | why |", "| --- | --- | --- | --- |"]
    rows += ["| " + " | ".join(entry[column] for column in COLUMNS) + " |" for entry in declared()]
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """``text`` with the table in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
