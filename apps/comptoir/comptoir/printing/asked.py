"""What a request asks for, under the names Frappe gives the arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.printing.letter_heads import NONE
from comptoir.printing.render import Wanted


def asked(values: Mapping[str, Any]) -> Wanted:
    """Format, letterhead and language that ``values`` name: ``format``, ``letterhead``, ``no_letterhead``, ``_lang``."""
    chosen = str(values.get("letterhead") or "")
    without = str(values.get("no_letterhead") or "0") not in ("0", "")
    return Wanted(
        format=str(values.get("format") or values.get("print_format") or ""),
        letter_head=NONE if without else chosen,
        lang=str(values.get("_lang") or ""),
    )
